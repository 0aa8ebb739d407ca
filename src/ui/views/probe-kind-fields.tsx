import { AreaField, SelectField, TextField } from '../components/field.tsx';
import type { ProbeDraft } from '../draft-types.ts';

interface Props {
  probe: ProbeDraft;
  at: string;
  edit: (change: Partial<ProbeDraft>) => void;
}

const METHODS = { GET: 'GET', POST: 'POST' } as const;

/** The fields that only one kind of probe has. */
export function KindFields({ probe, at, edit }: Props) {
  if (probe.kind === 'websocket') {
    return (
      <>
        <TextField
          label="Payload"
          path={`${at}.payloadBytes`}
          numeric
          unit="bytes"
          value={probe.payloadBytes}
          onValue={(payloadBytes) => edit({ payloadBytes })}
        />
        <TextField
          label="Subprotocol"
          path={`${at}.subprotocol`}
          value={probe.subprotocol}
          hint="Leave empty unless the server accepts it: an offer it does not know breaks the connection."
          onValue={(subprotocol) => edit({ subprotocol })}
        />
      </>
    );
  }
  const headers = (
    <AreaField
      label="Headers"
      path={`${at}.headers`}
      wide
      rows={2}
      value={probe.headers}
      hint="One “Name: value” a line. They are part of the plan; a key belongs below."
      onValue={(text) => edit({ headers: text })}
    />
  );
  if (probe.kind === 'http') {
    return (
      <>
        <SelectField
          label="Method"
          path={`${at}.method`}
          value={probe.method}
          options={METHODS}
          onValue={(method) => edit({ method })}
        />
        {probe.method === 'POST' && (
          <AreaField
            label="Body"
            path={`${at}.body`}
            wide
            value={probe.body}
            onValue={(body) => edit({ body })}
          />
        )}
        {headers}
      </>
    );
  }
  return (
    <>
      <TextField
        label="Model"
        path={`${at}.model`}
        value={probe.model}
        placeholder="default"
        onValue={(model) => edit({ model })}
      />
      <TextField
        label="Most tokens"
        path={`${at}.maxTokens`}
        numeric
        unit="tokens"
        value={probe.maxTokens}
        onValue={(maxTokens) => edit({ maxTokens })}
      />
      <AreaField
        label="Prompt"
        path={`${at}.prompt`}
        wide
        rows={2}
        value={probe.prompt}
        hint="Empty: a short question of the app’s own."
        onValue={(prompt) => edit({ prompt })}
      />
      {headers}
    </>
  );
}

/** A key for the endpoint. A WebSocket of a browser cannot carry one in a header. */
export function SecretFields({ probe, at, edit }: Props) {
  if (probe.kind === 'websocket') return null;
  return (
    <>
      <TextField
        label="Secret header"
        path={`${at}.secretHeader`}
        value={probe.secretHeader}
        onValue={(secretHeader) => edit({ secretHeader })}
      />
      <TextField
        label="Secret value"
        path={`${at}.secret`}
        secret
        value={probe.secretValue}
        placeholder="Bearer …"
        hint="Kept in this browser only, never in plans, exports or links."
        onValue={(secretValue) => edit({ secretValue })}
      />
    </>
  );
}
