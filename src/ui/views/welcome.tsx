/** The empty first screen: how the work goes, and how to read what comes out. */
export function Welcome() {
  return (
    <section class="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">No campaigns yet</h2>
      <ol class="steps">
        <li>
          <h3>Point it at the endpoint</h3>
          <p>
            Give its address. Dishprobe proposes probes: small requests at set times, sent whether or not the
            last one was answered.
          </p>
        </li>
        <li>
          <h3>Let it run</h3>
          <p>
            An hour shows the link’s rhythm, a day its bad moments. Everything is kept in this browser, with
            or without the link.
          </p>
        </li>
        <li>
          <h3>Hand over the report</h3>
          <p>
            Percentiles, outages and each single sample as CSV, with the method written beside the numbers.
          </p>
        </li>
      </ol>
      <figure class="specimen">
        <Specimen />
        <figcaption>How a time line reads. A drawing, not a measurement.</figcaption>
      </figure>
    </section>
  );
}

const BAND =
  'M0 76 30 70 60 78 90 40 120 72 150 66 180 74 200 72V96L180 97 150 95 120 98 90 92 60 98 30 95 0 97Z';
const BAND_AFTER = 'M250 44 280 64 310 72 340 68 370 74 400 70V96L370 98 340 95 310 97 280 92 250 88Z';
const BAND_LAST = 'M470 72 500 66 530 75 560 70 600 74V97L560 96 530 98 500 94 470 96Z';
const MEDIANS = [
  '0,90 30,86 60,91 90,80 120,90 150,86 180,90 200,88',
  '250,76 280,84 310,89 340,86 370,90 400,87',
  '470,88 500,84 530,90 560,87 600,90',
];

function Specimen() {
  return (
    <svg
      viewBox="0 -8 600 152"
      role="img"
      aria-label="A line for the median inside a band from the fastest to the slowest answer; a red stretch without answers; a hatched stretch that nobody measured."
    >
      <defs>
        <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="7" class="specimen-hatch" />
        </pattern>
      </defs>
      <rect x="206" y="24" width="38" height="86" class="specimen-outage" />
      <rect x="206" y="24" width="38" height="4" class="specimen-outage-edge" />
      <rect x="404" y="24" width="62" height="86" fill="url(#hatch)" />
      {[BAND, BAND_AFTER, BAND_LAST].map((path) => (
        <path key={path} d={path} class="specimen-band" />
      ))}
      {MEDIANS.map((points) => (
        <polyline key={points} points={points} class="specimen-median" />
      ))}
      <line x1="0" y1="110" x2="600" y2="110" class="specimen-axis" />
      <g class="specimen-words">
        <text x="0" y="136">
          median, and the band from fastest to slowest
        </text>
        <text x="225" y="16" text-anchor="middle">
          outage
        </text>
        <text x="435" y="16" text-anchor="middle">
          not measured
        </text>
      </g>
    </svg>
  );
}
