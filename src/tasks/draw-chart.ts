import type { Draw } from '../report/organization/charts.ts';

/**
 * Loads what draws charts, which takes longer than all the rest of a report: only who draws pays for it. It comes in one
 * file, as the hundreds that it is made of would take five times the memory.
 */
export async function loadDraw(): Promise<Draw> {
  const { init } = await import('echarts/dist/echarts.esm.min.mjs');
  return ({ width, height, option }) => {
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
    try {
      chart.setOption(option);
      return chart.renderToSVGString();
    } finally {
      chart.dispose();
    }
  };
}
