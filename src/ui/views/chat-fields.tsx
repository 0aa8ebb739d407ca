import type { ComponentChildren } from 'preact';
import { AreaField, SelectField, TextField } from '../components/field.tsx';
import type { ProbeDraft } from '../draft-types.ts';
import { carries, PROTOCOLS, type Protocol, protocolIds, WORKLOADS, workloadIds } from '../protocols.ts';
import { Choice } from './choice.tsx';

interface Props {
  probe: ProbeDraft;
  at: string;
  edit: (change: Partial<ProbeDraft>) => void;
  /** Set for a WebSocket, which sends none. */
  headers: ComponentChildren;
}

/** What is asked of a model; what the protocol has no use for is not there. */
export function ChatFields({ probe, at, edit, headers }: Props) {
  const { protocol, workload } = probe;
  const { bare } = PROTOCOLS[protocol];
  const [promptLabel, promptHint] = PROMPTS[protocol] ?? [
    'Prompt',
    'Empty: a short question of the app’s own.',
  ];
  return (
    <>
      {bare !== true && (
        <>
          {protocol !== 'openai-realtime' && (
            <TextField
              label="Model"
              path={`${at}.model`}
              value={probe.model}
              placeholder="default"
              onValue={(model) => edit({ model })}
            />
          )}
          <TextField
            label="Most tokens"
            path={`${at}.maxTokens`}
            numeric
            unit="tokens"
            value={probe.maxTokens}
            hint={protocol === 'openai-responses' ? 'At least 16 are asked for.' : undefined}
            onValue={(maxTokens) => edit({ maxTokens })}
          />
        </>
      )}
      {protocol !== 'json' && (
        <SelectField
          label="What it asks"
          path={`${at}.workload`}
          value={workload}
          options={workloadsFor(protocol)}
          hint={workload === '' ? undefined : 'A prepared prompt, always the same.'}
          onValue={(chosen) =>
            edit({
              workload: chosen,
              ...(chosen !== '' && { maxTokens: String(WORKLOADS[chosen][1]) }),
            })
          }
        />
      )}
      <TextField
        label="Warm-up requests"
        path={`${at}.warmUp`}
        numeric
        unit="requests"
        value={probe.warmUp}
        hint="So many at the beginning load the model. They are kept, and part of no figure."
        onValue={(warmUp) => edit({ warmUp })}
      />
      {workload === '' && (
        <AreaField
          label={promptLabel}
          path={`${at}.prompt`}
          wide
          rows={2}
          value={probe.prompt}
          hint={promptHint}
          onValue={(prompt) => edit({ prompt })}
        />
      )}
      {protocol !== 'json' && (
        <Choice
          label="Each prompt is unique"
          hint="A line that differs stands first and last, so that no server answers from a prompt that it kept."
          path={`${at}.unique`}
          checked={probe.unique}
          onChange={(unique) => edit({ unique })}
        />
      )}
      {headers}
    </>
  );
}

const PROMPTS: Partial<Record<Protocol, readonly [label: string, hint: string]>> = {
  json: ['Body', 'JSON, sent as it is.'],
  'kserve-v2': [
    'Prompt',
    'A JSON object with “inputs” is sent as it is; any other text becomes the tensor text_input.',
  ],
  websocket: ['Message', 'The next message back is the whole answer.'],
};

/** A list of choices as `SelectField` takes it. */
function workloadsFor(protocol: Protocol): Partial<Record<ProbeDraft['workload'], string>> {
  const able = workloadIds.filter((id) => carries(protocol, id));
  return { '': 'My own prompt', ...Object.fromEntries(able.map((id) => [id, WORKLOADS[id][0]])) };
}

/** Names of the protocols, in the order of the list. */
export const PROTOCOL_NAMES: Partial<Record<Protocol, string>> = Object.fromEntries(
  protocolIds.map((id) => [id, PROTOCOLS[id].name]),
);
