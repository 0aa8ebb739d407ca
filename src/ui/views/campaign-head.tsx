import type { ComponentChildren } from 'preact';
import type { Campaign } from '../../core/campaign.ts';
import type { Plan } from '../../core/plan.ts';
import type { FilterTexts } from '../../report/filter/time-filter.ts';
import { shownState, statusWord } from '../campaigns.ts';
import { CampaignStatus, ImportedTag, SimulatedTag } from '../components/parts.tsx';
import { compareHref, liveHref, reportHref } from '../router.ts';
import { LINK_NAMES } from '../words.ts';

interface Props {
  campaign: Campaign;
  simulated: readonly string[];
  here: 'live' | 'report';
  actions?: ComponentChildren;
  /** What is looked at of it; a comparison begins with the same. */
  filter?: FilterTexts | undefined;
}

/** Name, state, place and the way between the two views of a campaign. */
export function CampaignHead({ campaign, simulated, here, actions, filter }: Props) {
  const { id, plan } = campaign;
  return (
    <header class="campaign-header">
      <div class="campaign-title">
        <h1>{plan.name}</h1>
        <p class="campaign-place">
          <CampaignStatus state={shownState(campaign)} word={statusWord(campaign)} />
          <span>{placeOf(plan)}</span>
          <SimulatedTag what={simulated} />
          <ImportedTag from={campaign.imported} />
        </p>
      </div>
      <nav class="campaign-nav" aria-label="Views of this campaign">
        <a href={liveHref(id)} aria-current={here === 'live' ? 'page' : undefined}>
          Live
        </a>
        <a href={reportHref(id)} aria-current={here === 'report' ? 'page' : undefined}>
          Report
        </a>
        <a href={compareHref([id], filter)}>Compare</a>
      </nav>
      {actions !== undefined && <div class="campaign-actions">{actions}</div>}
    </header>
  );
}

/** `Kiruna, Starlink`, or the link alone. */
export const placeOf = ({ site }: Plan) => (site.name && `${site.name}, `) + LINK_NAMES[site.link];

/** Where a campaign should be and is not. */
export function NoCampaign() {
  return (
    <div class="column">
      <h1>This campaign is not stored in this browser</h1>
      <p>
        It was deleted, or it was measured in another browser. <a href="#/">Go to the campaigns</a>.
      </p>
    </div>
  );
}
