import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { describeProblem } from '../../core/plan.ts';
import { ownOf } from '../../core/plan-secrets.ts';
import { campaigns, secretsOf } from '../campaigns.ts';
import { Banner, Skeleton } from '../components/parts.tsx';
import { draftOf, emptyDraft } from '../draft-of.ts';
import type { Draft } from '../draft-types.ts';
import { incoming } from '../plan-inbox.ts';
import { decodePlanLink } from '../plan-link.ts';
import { attempt } from '../trouble.ts';
import { PlanForm } from './plan-form.tsx';

interface Source {
  draft: Draft;
  /** Where the plan came from, for the banner. */
  origin?: string | undefined;
}

/** NEW: an empty form, one filled from an earlier campaign, or a plan from a link or file for review. */
export function NewView({ from, code }: { from?: string | undefined; code?: string | undefined }) {
  if (code !== undefined) return <FromLink code={code} />;
  if (from !== undefined) return <FromCampaign id={from} />;
  return <FromFileOrEmpty />;
}

function Sheet({ source }: { source: Source }) {
  const { origin, draft } = source;
  return (
    <>
      <h1>{origin === undefined ? 'New campaign' : 'Review the plan'}</h1>
      {origin !== undefined && (
        <Banner tone="info">
          This plan comes {origin}. Look it through; nothing runs until you press Start campaign.
        </Banner>
      )}
      <PlanForm initial={draft} />
    </>
  );
}

function FromLink({ code }: { code: string }) {
  const result = useMemo(() => decodePlanLink(code), [code]);
  if (result.ok) return <Sheet source={{ draft: draftOf(result.plan), origin: 'from a link' }} />;
  return (
    <div class="column">
      <h1>This plan link cannot be read</h1>
      <ul class="problem-list">
        {result.problems.map((problem) => (
          <li key={describeProblem(problem)}>{describeProblem(problem)}</li>
        ))}
      </ul>
      <p>
        Nothing was changed. <a href="#/new">Start with an empty form</a> or{' '}
        <a href="#/">go to the campaigns</a>.
      </p>
    </div>
  );
}

function FromFileOrEmpty() {
  const source = useMemo<Source>(() => {
    const file = incoming.peek();
    if (file === undefined) return { draft: emptyDraft() };
    return { draft: draftOf(file.plan), origin: `from the file ${file.name}` };
  }, [incoming.value]);
  useEffect(
    () => () => {
      incoming.value = undefined;
    },
    [],
  );
  return <Sheet key={source.origin ?? ''} source={source} />;
}

function FromCampaign({ id }: { id: string }) {
  const source = useSignal<Source | undefined>(undefined);
  const campaign = campaigns.value?.find((other) => other.id === id);
  useEffect(() => {
    if (campaign === undefined || source.value !== undefined) return;
    attempt(async () => {
      const secrets = await secretsOf(id);
      const draft = draftOf(campaign.plan);
      const probes = draft.probes.map((probe) => {
        const secret = ownOf(secrets, probe.name);
        return secret === undefined
          ? probe
          : { ...probe, secretHeader: secret.header, secretValue: secret.value };
      });
      source.value = { draft: { ...draft, probes }, origin: `from the campaign “${campaign.plan.name}”` };
    });
  }, [campaign]);
  if (source.value !== undefined) return <Sheet source={source.value} />;
  if (campaigns.value !== undefined && campaign === undefined) {
    return (
      <p class="column">
        The campaign to repeat is not stored in this browser. <a href="#/new">Start with an empty form</a>.
      </p>
    );
  }
  return <Skeleton height={480} />;
}
