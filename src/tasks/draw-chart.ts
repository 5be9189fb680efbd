import type { Draw } from '../report/organization/charts.ts';

/** Loads what draws charts, which takes longer than all the rest of a report: only who draws pays for it. */
export async function loadDraw(): Promise<Draw> {
  const [{ init, use }, { BarChart, LineChart }, { GridComponent }, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  use([BarChart, LineChart, GridComponent, SVGRenderer]);
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
