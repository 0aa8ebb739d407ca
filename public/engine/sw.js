// Empty on purpose. A service worker that listens to `fetch` costs each probe about a millisecond in
// Chromium and hides its phases in Firefox. The most specific scope wins, so that with this one
// registered for engine/, the requests of the worker script in engine/ meet no listener at all.
