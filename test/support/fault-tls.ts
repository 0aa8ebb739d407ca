import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import { CERT, KEY } from './tls.ts';

/*
 * Throw-away certificates for the loopback on the key of tls.ts, made once with
 * `openssl ca` and `openssl req -x509`. Nobody trusts them, which is their use.
 */

/** For `localhost` and 127.0.0.1, good until February 2020. */
const EXPIRED = `-----BEGIN CERTIFICATE-----
MIIBUjCB+qADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
dDAeFw0yMDAxMDEwMDAwMDBaFw0yMDAyMDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxv
Y2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNFSJsa80YKrtoJxTb0h
znjy/3rQ4WUMCrqavVvDysrtE9kkXufE3XnmTfxSfAuX01FZ/UQ10r1d2DiSLvia
yfSjPTA7MBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAdBgNVHQ4EFgQUo2dP
wL9GHNjn+Riqv7JbPdC6/KgwCgYIKoZIzj0EAwIDRwAwRAIgext4kk7oFbagWIsg
lb4YX6fTUsEsIBaK33VfyvRaIKECIBKq8eFEQ2cahe4dq64fw1W5q0QOxTJq5BBO
Gcf8sDxV
-----END CERTIFICATE-----
`;

/** For `other.example`, good until 2126. */
const OTHER_NAME = `-----BEGIN CERTIFICATE-----
MIIBoDCCAUegAwIBAgIUfCmM/66bvVL20Fw+ruUpFFX3pOswCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTAgFw0yNjExMjMwNzA2MTlaGA8yMTI2
MTAzMDA3MDYxOVowGDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABNFSJsa80YKrtoJxTb0hznjy/3rQ4WUMCrqavVvDysrt
E9kkXufE3XnmTfxSfAuX01FZ/UQ10r1d2DiSLviayfSjbTBrMB0GA1UdDgQWBBSj
Z0/Av0Yc2Of5GKq/sls90Lr8qDAfBgNVHSMEGDAWgBSjZ0/Av0Yc2Of5GKq/sls9
0Lr8qDAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDW90aGVyLmV4YW1wbGUw
CgYIKoZIzj0EAwIDRwAwRAIgaEqNWRQBDvdrtzr0Q7iE9N7OT4+TaGpsrZVW8LJW
E+MCIELkh8szI1qJirw69s33eetTF3p1F7/Ewl+eFw5b+Qn+
-----END CERTIFICATE-----
`;

const FAULTS: Record<string, { cert: string; version?: SecureVersion }> = {
  'self-signed': { cert: CERT },
  expired: { cert: EXPIRED },
  'other-name': { cert: OTHER_NAME },
  'tls-1.0': { cert: CERT, version: 'TLSv1' },
};

export interface TlsFaults {
  /** The address of a server with each fault, by its name. */
  urls: Record<string, string>;
  close(): Promise<void>;
}

/** Servers that would answer well, were it not for their TLS. */
export async function startTlsFaults(): Promise<TlsFaults> {
  const urls: Record<string, string> = {};
  const closers: (() => Promise<void>)[] = [];
  for (const [name, { cert, version }] of Object.entries(FAULTS)) {
    const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
    const server = createServer({ key: KEY, cert, ...(version === undefined ? {} : old) });
    server.on('request', (_request, response) => {
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end('ok');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    urls[name] = `https://127.0.0.1:${port}/`;
    closers.push(async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    });
  }
  return {
    urls,
    close: async () => {
      await Promise.all(closers.map((close) => close()));
    },
  };
}
