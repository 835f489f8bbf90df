import type { CellResult } from '../cell.ts';
import { pairedRatio } from '../statistics.ts';

const WIDTH = 1200;
const PLOT = { left: 48, right: WIDTH - 12, top: 84, bottom: 420 };
const HEIGHT = 470;
const FONT = 'font-family="system-ui, sans-serif"';

/** Told apart by lightness too, for those who see colours differently and for printers. */
const COLOURS: Readonly<Record<string, string>> = {
  classic: '#0b5394',
  reactive: '#6fa8dc',
  'net-ceiling': '#bdbdbd',
  asyncio: '#bf6f00',
  uvloop: '#f2c879',
};

/**
 * A bar for each server in each row, as SVG: how many times cheaper than raw net, with a whisker from quartile to quartile.
 * The background is painted, so that it reads the same on a dark page.
 */
export function barChart(cells: readonly CellResult[], baseline: string, title: string, footnote: string): string {
  const servers = Object.keys(COLOURS).filter((name) => cells.some(({ micros }) => name in micros));
  const ratios = cells.map(({ micros }) =>
    servers.map((name) => ({ name, ratio: ratioOf(micros[baseline], micros[name]) })),
  );
  const highest = Math.max(1, ...ratios.flat().map(({ ratio }) => ratio?.q3 ?? 0));
  const y = (value: number): number => PLOT.bottom - (value / highest) * (PLOT.bottom - PLOT.top);
  const groupWidth = (PLOT.right - PLOT.left) / cells.length;
  const barWidth = (groupWidth - 16) / servers.length;
  const bars = ratios.flatMap((group, row) =>
    group.map(({ name, ratio }, column) => {
      const x = PLOT.left + row * groupWidth + 8 + column * barWidth;
      return ratio === undefined ? '' : bar(x, barWidth, name, ratio, y);
    }),
  );
  const labels = cells.map(({ key }, row) =>
    text(PLOT.left + (row + 0.5) * groupWidth, PLOT.bottom + 18, key, 12, 'middle'),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(PLOT.left, 26, title, 17, 'start'),
    ...legend(servers),
    ...grid(highest, y),
    ...bars,
    ...labels,
    text(PLOT.left, HEIGHT - 12, footnote, 11, 'start'),
    '</svg>\n',
  ].join('\n');
}

type Ratio = ReturnType<typeof pairedRatio>;

function ratioOf(price: readonly number[] | undefined, ours: readonly number[] | undefined): Ratio | undefined {
  return price === undefined || ours === undefined ? undefined : pairedRatio(price, ours);
}

function bar(x: number, width: number, name: string, { median, q1, q3 }: Ratio, y: (value: number) => number): string {
  const middle = x + width / 2;
  return [
    `<rect x="${at(x + 1)}" y="${at(y(median))}" width="${at(width - 2)}" height="${at(y(0) - y(median))}" fill="${COLOURS[name]}"/>`,
    `<path d="M${at(middle)} ${at(y(q1))}V${at(y(q3))}" stroke="#333" stroke-width="1"/>`,
    text(middle, Math.min(y(median), y(q3)) - 4, median.toFixed(1), 10, 'middle'),
  ].join('');
}

function legend(servers: readonly string[]): string[] {
  return servers.flatMap((name, index) => {
    const x = PLOT.left + index * 120;
    return [
      `<rect x="${x}" y="42" width="12" height="12" fill="${COLOURS[name]}"/>`,
      text(x + 18, 53, name, 13, 'start'),
    ];
  });
}

/** A line for each whole ratio; the one at 1 is raw net itself. */
function grid(highest: number, y: (value: number) => number): string[] {
  const step = Math.max(1, Math.ceil(highest / 10));
  const values = Array.from({ length: Math.floor(highest / step) + 1 }, (_, index) => index * step);
  const lines = [...new Set([...values, 1])].map((value) => {
    const stroke = value === 1 ? 'stroke="#c00" stroke-dasharray="5 3"' : 'stroke="#ddd"';
    return `<path d="M${PLOT.left} ${at(y(value))}H${PLOT.right}" ${stroke}/>`;
  });
  return [...lines, ...values.map((value) => text(PLOT.left - 6, y(value) + 4, `${value}`, 11, 'end'))];
}

function text(x: number, y: number, content: string, size: number, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${at(x)}" y="${at(y)}" ${FONT} font-size="${size}" text-anchor="${anchor}" fill="#222">${escaped(content)}</text>`;
}

function at(value: number): string {
  return `${Math.round(value * 10) / 10}`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
