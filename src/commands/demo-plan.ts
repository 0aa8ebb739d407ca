import type { PlanInput } from '../core/plan.ts';

/** The path of the app server under which the demo plan is found. */
export const DEMO_PLAN_PATH = '/demo.dishprobe.json';

/** A plan aimed at the reference endpoint that `npm start` runs beside the app. `host` is as in a URL. */
export function demoPlan(host: string, targetPort: number): PlanInput {
  const authority = `${host}:${targetPort}`;
  return {
    dishprobePlan: 1,
    name: 'Demo',
    profile: 'chat-snappy',
    durationS: 600,
    dataBudgetMB: 200,
    site: { name: 'Demo dish', link: 'starlink' },
    probes: [
      { kind: 'http', name: 'ping', url: `http://${authority}/ping`, intervalMs: 1000, jitter: 0.4 },
      {
        kind: 'websocket',
        name: 'echo',
        url: `ws://${authority}/echo`,
        subprotocol: 'dishprobe.echo.v1',
        intervalMs: 200,
        jitter: 0.4,
      },
      {
        kind: 'chat',
        name: 'chat',
        protocol: 'openai',
        url: `http://${authority}/v1/chat/completions`,
        intervalMs: 10_000,
        maxTokens: 32,
      },
    ],
  };
}
