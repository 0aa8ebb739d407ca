/**
 * A throw-away key and its certificate for `localhost` and 127.0.0.1, good until
 * 2126, for servers that tests start on the loopback. It protects nothing and is
 * trusted by nobody: browsers under test are told to take any certificate.
 */
export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/SjgVhYoi1Ima6f4
p/dOvG8LX89vspJxHb/s7AbFYGOhRANCAATRUibGvNGCq7aCcU29Ic548v960OFl
DAq6mr1bw8rK7RPZJF7nxN155k38UnwLl9NRWf1ENdK9Xdg4ki74msn0
-----END PRIVATE KEY-----
`;

export const CERT = `-----BEGIN CERTIFICATE-----
MIIBrjCCAVSgAwIBAgIUNfWXAalraSUzZPQPb2+aAGViNpUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzA2MTYwN1oYDzIxMjYxMDMw
MDYxNjA3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATRUibGvNGCq7aCcU29Ic548v960OFlDAq6mr1bw8rK7RPZJF7nxN15
5k38UnwLl9NRWf1ENdK9Xdg4ki74msn0o4GBMH8wHQYDVR0OBBYEFKNnT8C/RhzY
5/kYqr+yWz3QuvyoMB8GA1UdIwQYMBaAFKNnT8C/RhzY5/kYqr+yWz3QuvyoMBoG
A1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAMBgNVHRMBAf8EAjAAMBMGA1UdJQQM
MAoGCCsGAQUFBwMBMAoGCCqGSM49BAMCA0gAMEUCID83tazHqgX4E4U75h33zshV
9owtAYZJYKOhDDYhRtc7AiEAtfyoxSvC7bbtJJqx/oRRbUH5YiGhXhcuFUSNy3G0
PSU=
-----END CERTIFICATE-----
`;
