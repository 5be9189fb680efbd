/** The words of a text that is nothing but a list of them. */
export function wordList(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
