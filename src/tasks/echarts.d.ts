/** The package's one file, which has the same inside. */
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export * from 'echarts';
}
