import { useEffect, useRef } from 'preact/hooks';
import { elsewhere } from './campaigns.ts';
import { runningId } from './client.ts';
import { lazyView } from './components/lazy.tsx';
import { Banner } from './components/parts.tsx';
import { Toasts } from './components/toasts.tsx';
import { TopBar } from './components/top-bar.tsx';
import { updateWaiting } from './pwa.ts';
import { type Route, route } from './router.ts';
import { storeWaits } from './storage.ts';
import { attempt, dismissTrouble, troubles } from './trouble.ts';
import { useFileDrop } from './use-file-drop.ts';
import { HomeView } from './views/home.tsx';

const NewView = lazyView(async () => (await import('./views/inner.ts')).NewView);
const LiveView = lazyView(async () => (await import('./views/inner.ts')).LiveView);
const CompareView = lazyView(async () => (await import('./views/inner.ts')).CompareView);
const ReportView = lazyView(async () => (await import('./views/inner.ts')).ReportView);

/** The frame of every page: top bar, banners, the view, and what passes by. */
export function App() {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const at = route.value;
  const dragging = useFileDrop();
  useEffect(() => {
    document.title = `${TITLES[at.view]} · Dishprobe`;
    if (!first.current) {
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    first.current = false;
  }, [at]);
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: a skip link; the hash belongs to the router, so the jump is made by hand. */}
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <TopBar />
      <main id="main" tabIndex={-1} ref={main}>
        <Banners />
        <View at={at} />
      </main>
      <Toasts />
      {dragging.value && (
        <div class="drop-veil" aria-hidden="true">
          Drop a plan to review it, or a bundle, a samples CSV or a recording to import it
        </div>
      )}
    </>
  );
}

const TITLES: Record<Route['view'], string> = {
  home: 'Campaigns',
  new: 'New campaign',
  plan: 'Review a plan',
  live: 'Live',
  report: 'Report',
  compare: 'Compare',
  unknown: 'Not found',
};

function View({ at }: { at: Route }) {
  switch (at.view) {
    case 'home':
      return <HomeView />;
    case 'new':
      return <NewView key={`new-${at.from ?? ''}`} from={at.from} />;
    case 'plan':
      return <NewView key={at.code} code={at.code} />;
    case 'live':
      return <LiveView key={at.id} id={at.id} />;
    case 'report':
      return <ReportView key={location.hash} id={at.id} filter={at.filter} />;
    case 'compare':
      return <CompareView ids={at.ids} filter={at.filter} />;
    case 'unknown':
      return (
        <div class="column">
          <h1>There is no page at this address</h1>
          <p>
            The part after # is not one that this app knows. <a href="#/">Go to the campaigns</a>.
          </p>
        </div>
      );
  }
}

function Banners() {
  const update = updateWaiting.value;
  const running = runningId.value !== undefined || elsewhere.value.size > 0;
  return (
    <>
      {troubles.value.map((sentence) => (
        <Banner
          key={sentence}
          tone="bad"
          alert
          actions={
            <button type="button" class="quiet" onClick={() => dismissTrouble(sentence)}>
              Dismiss
            </button>
          }
        >
          {sentence}
        </Banner>
      ))}
      {storeWaits.value && (
        <Banner tone="info" alert>
          A campaign runs in another tab with an older version of the app. What is stored opens here when it
          has ended; nothing is changed until then.
        </Banner>
      )}
      {update !== undefined && running && (
        <Banner tone="info">A new version of the app is here. It waits until the campaign ends.</Banner>
      )}
      {update !== undefined && !running && (
        <Banner
          tone="info"
          actions={
            <button type="button" onClick={() => attempt(update)}>
              Update and reload
            </button>
          }
        >
          A new version of the app is ready.
        </Banner>
      )}
    </>
  );
}
