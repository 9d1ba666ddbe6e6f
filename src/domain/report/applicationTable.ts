import type { ApplicationScore } from './auditReport.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';

/** Who can do how much beyond sending, and whether that is getting more or less. */
export function applicationTable(applications: readonly ApplicationScore[]): Markup {
  if (applications.length === 0) return html`<p>No application sends mail, or could.</p>`;
  return html`<table>
    <thead>
      <tr>
        <th>application</th>
        <th>excess score</th>
        <th>trend</th>
        <th>beyond sending</th>
      </tr>
    </thead>
    <tbody>
      ${applications.map(row)}
    </tbody>
  </table>`;
}

function row({ displayName, appId, score, previousScore, trend, sentence }: ApplicationScore): Markup {
  const change =
    previousScore === undefined || previousScore === score
      ? ''
      : `${score > previousScore ? '▲' : '▼'} from ${previousScore}`;
  return html`<tr>
    <td>${displayName}<br /><span class="small">${appId}</span></td>
    <td>${score} ${change}</td>
    <td>${trendLine(trend)}</td>
    <td>${sentence}</td>
  </tr>`;
}

const [width, height] = [96, 24];

/** The scores that it had, as a line from the oldest to this one; all lines have the scale from 0 to 100. */
function trendLine(trend: ApplicationScore['trend']): Markup | string {
  if (trend.length < 2) return '';
  const step = width / (trend.length - 1);
  const points = trend.map(({ score }, at) => `${Math.round(at * step)},${height - (score / 100) * height}`);
  const told = trend.map(({ score }) => score).join(', ');
  return html`<svg
    class="trend"
    role="img"
    width="${width}"
    height="${height}"
    viewBox="-2 -2 ${width + 4} ${height + 4}"
  >
    <title>${told}</title>
    <polyline points="${points.join(' ')}" />
  </svg>`;
}
