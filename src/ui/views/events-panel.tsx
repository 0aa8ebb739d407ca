import { useSignal } from '@preact/signals';
import type { CampaignEvent } from '../../core/campaign.ts';
import { addNote } from '../campaigns.ts';
import { ScrollRegion } from '../components/parts.tsx';
import { formatMs, formatSeconds } from '../format.ts';
import { clockText, dateText, zoneName } from '../format-time.ts';
import { zone } from '../theme.ts';
import { attempt } from '../trouble.ts';
import { EVENT_NAMES } from '../words.ts';

/** What happened beside the samples, newest first, and a place to write down what one sees. */
export function EventsPanel({
  campaignId,
  events,
  canNote,
}: {
  campaignId: string;
  events: readonly CampaignEvent[];
  canNote: boolean;
}) {
  return (
    <section class="events" aria-labelledby="events-title">
      <h2 id="events-title">Events</h2>
      {canNote && <NoteForm campaignId={campaignId} />}
      <EventList events={events} />
    </section>
  );
}

export function EventList({ events }: { events: readonly CampaignEvent[] }) {
  if (events.length === 0) return <p class="hint">Nothing happened beside the samples so far.</p>;
  // A gap is noted when it is over; it stands where it began.
  const newestFirst = events.toReversed().sort((a, b) => b.epochMs - a.epochMs);
  return (
    <ScrollRegion name="List of events" tall>
      <table class="event-table stack">
        <thead>
          <tr>
            <th scope="col">Time ({zoneName(zone.value)})</th>
            <th scope="col">Kind</th>
            <th scope="col" class="words">
              What happened
            </th>
          </tr>
        </thead>
        <tbody>
          {newestFirst.map((event, index) => (
            <tr key={`${event.epochMs} ${events.length - index}`}>
              <th scope="row" class="num">
                {dateText(event.epochMs, zone.value)} {clockText(event.epochMs, zone.value)}
              </th>
              <td>{EVENT_NAMES[event.kind]}</td>
              <td class="words">
                {event.probe !== undefined && <strong>{event.probe}: </strong>}
                {event.detail}
                {lasting(event)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function lasting({ durationMs, kind }: CampaignEvent): string {
  if (durationMs === undefined || kind === 'clock-step') return '';
  return kind === 'gap' ? ` (${formatSeconds(durationMs / 1000)})` : ` (${formatMs(durationMs)} ms)`;
}

function NoteForm({ campaignId }: { campaignId: string }) {
  const text = useSignal('');
  const add = (event: Event) => {
    event.preventDefault();
    const note = text.value.trim();
    if (note === '') return;
    attempt(async () => {
      await addNote(campaignId, note);
      if (text.value.trim() === note) text.value = '';
    }, 'The note could not be stored. ');
  };
  return (
    <form class="note-form" onSubmit={add}>
      <label class="visually-hidden" for="note-text">
        Note
      </label>
      <input
        id="note-text"
        type="text"
        maxLength={500}
        autocomplete="off"
        placeholder="What you see: rain, a lorry in front of the dish, a restart"
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
      <button type="submit">Add note</button>
    </form>
  );
}
