import { useMemo } from 'preact/hooks';
import { AreaField, FormContext, SelectField, TextField } from '../components/field.tsx';
import { createDraftForm, type DraftForm } from '../draft-form.ts';
import type { Draft } from '../draft-types.ts';
import { LINK_NAMES } from '../words.ts';
import { EndpointSection } from './endpoint-section.tsx';
import { FormFoot } from './form-foot.tsx';
import { ProbesSection } from './probes-section.tsx';
import { ProfileSection } from './profile-section.tsx';

/** The four sections of a plan, and what can be done with it. */
export function PlanForm({ initial }: { initial: Draft }) {
  const form = useMemo(() => createDraftForm(initial), [initial]);
  return (
    <FormContext.Provider value={form}>
      <form class="plan-form" noValidate autocomplete="off" onSubmit={(event) => event.preventDefault()}>
        <EndpointSection form={form} />
        <ProbesSection form={form} />
        <ProfileSection form={form} />
        <RunSection form={form} />
        <FormFoot form={form} />
      </form>
    </FormContext.Provider>
  );
}

const UNIT_NAMES = { s: 'seconds', min: 'minutes', h: 'hours', d: 'days' } as const;

function RunSection({ form }: { form: DraftForm }) {
  const draft = form.draft.value;
  const { edit } = form;
  return (
    <section class="form-section" aria-labelledby="section-run">
      <h2 id="section-run">
        <span class="section-number">4</span> Run
      </h2>
      <div class="fields">
        <TextField
          label="Campaign name"
          path="name"
          value={draft.name}
          placeholder="Kiruna pilot"
          wide
          onValue={(name) => edit({ name })}
        />
        <TextField
          label="Duration"
          path="durationS"
          numeric
          value={draft.duration}
          onValue={(duration) => edit({ duration })}
        />
        <SelectField
          label="Unit of duration"
          path="durationUnit"
          value={draft.durationUnit}
          options={UNIT_NAMES}
          onValue={(durationUnit) => edit({ durationUnit })}
        />
        <TextField
          label="Data budget"
          path="dataBudgetMB"
          numeric
          unit="MB"
          value={draft.dataBudgetMB}
          hint="The run stops in order when it is used up. Empty: no limit."
          onValue={(dataBudgetMB) => edit({ dataBudgetMB })}
        />
        <TextField
          label="Availability target"
          path="availabilityTarget"
          numeric
          unit="%"
          value={draft.availabilityTarget}
          placeholder="99.9"
          hint="What a contract promises of the link; the report judges it where a probe asks each second or two. Empty: none."
          onValue={(availabilityTarget) => edit({ availabilityTarget })}
        />
        <TextField
          label="Site"
          path="site.name"
          value={draft.siteName}
          placeholder="Kiruna"
          onValue={(siteName) => edit({ siteName })}
        />
        <SelectField
          label="Link"
          path="site.link"
          value={draft.link}
          options={LINK_NAMES}
          onValue={(link) => edit({ link })}
        />
        <TextField
          label="Latitude"
          path="site.latitude"
          numeric
          unit="° north"
          value={draft.latitude}
          onValue={(latitude) => edit({ latitude })}
        />
        <TextField
          label="Longitude"
          path="site.longitude"
          numeric
          unit="° east"
          value={draft.longitude}
          onValue={(longitude) => edit({ longitude })}
        />
        <AreaField
          label="Note on the site"
          path="site.note"
          wide
          rows={2}
          value={draft.note}
          onValue={(note) => edit({ note })}
        />
      </div>
    </section>
  );
}
