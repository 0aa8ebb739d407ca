import { AreaField, SelectField, TextField } from '../components/field.tsx';
import type { ProbeDraft } from '../draft-types.ts';
import { PROTOCOLS } from '../protocols.ts';
import { ChatFields } from './chat-fields.tsx';
import { Choice } from './choice.tsx';

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
        <Choice
          label="Time connections instead of echoes"
          hint="For a server that never sends a message back: each due time opens a connection of its own."
          path={`${at}.expect`}
          checked={probe.connectOnly}
          onChange={(connectOnly) => edit({ connectOnly })}
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
          <>
            <AreaField
              label="Body"
              path={`${at}.body`}
              wide
              value={probe.body}
              onValue={(body) => edit({ body })}
            />
            <TextField
              label="Random body"
              path={`${at}.bodyBytes`}
              numeric
              unit="bytes"
              value={probe.bodyBytes}
              hint="In place of a body: so many bytes that do not compress, as an image would be."
              onValue={(bodyBytes) => edit({ bodyBytes })}
            />
          </>
        )}
        {headers}
        <Choice
          label="Opaque requests (no-cors)"
          hint="The last resort for an endpoint that lets no page read its answers: only start and end are known."
          path={`${at}.mode`}
          checked={probe.noCors}
          onChange={(noCors) => edit({ noCors })}
        />
      </>
    );
  }
  return (
    <ChatFields
      probe={probe}
      at={at}
      edit={edit}
      headers={PROTOCOLS[probe.protocol].socket ? undefined : headers}
    />
  );
}

/** A key for the endpoint. A WebSocket of a browser cannot carry one in a header. */
export function SecretFields({ probe, at, edit }: Props) {
  const { kind, protocol } = probe;
  const socket = kind === 'websocket' || (kind === 'chat' && PROTOCOLS[protocol].socket);
  const realtime = kind === 'chat' && protocol === 'openai-realtime';
  if (socket && !realtime) return null;
  return (
    <>
      {!realtime && (
        <TextField
          label="Secret header"
          path={`${at}.secretHeader`}
          value={probe.secretHeader}
          onValue={(secretHeader) => edit({ secretHeader })}
        />
      )}
      <TextField
        label="Secret value"
        path={`${at}.secret`}
        secret
        wide={realtime}
        value={probe.secretValue}
        placeholder={realtime ? 'ek_…' : /^authorization$/i.test(probe.secretHeader) ? 'Bearer …' : ''}
        hint={`${realtime ? REALTIME_KEY : ''}Kept in this browser only, never in plans, exports or links. The path of an address, a body and a prompt go into all of them as they are.`}
        onValue={(secretValue) => edit({ secretValue })}
      />
    </>
  );
}

const REALTIME_KEY =
  'The key alone: a browser’s WebSocket sends no headers, so it goes as the subprotocol openai-insecure-api-key.KEY. Take a short-lived one. ';
