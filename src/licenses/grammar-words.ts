import { wordList } from './word-list.ts';

/**
 * Words of grammar in seven languages: prepositions, conjunctions, negations, and the adverbs that limit what is said.
 * Their classes are closed, none is anybody's name, and hardly a term can be said without one.
 */
export const GRAMMAR_WORDS: ReadonlySet<string> = new Set([
  // English
  ...wordList(`about above across after against along amid among apart around aside because before behind below beneath
    beside besides between beyond but concerning despite during either else except excepting excluding exclusively
    hence however including inside instead lest merely mostly neither never nor not notwithstanding only otherwise
    outside partly purely rather regarding simply since solely strictly than therefore though through throughout till
    toward towards unless unlike until upon versus via whereas wherever whether while within without yet`),
  // German
  ...wordList(`abgesehen abzüglich allein als anstatt anstelle aufgrund ausgenommen ausschließlich ausschliesslich außer
    ausser außerhalb bevor bis bloß darf dürfen einschließlich entgegen entsprechend entweder falls gegen gemäß hinter
    innerhalb insbesondere kein keine keinem keinen keiner lediglich mangels mittels nach neben nicht nie niemals nur
    ob obwohl oder ohne seit sofern solange sondern sowie statt trotz über unter während wegen weder wenn zwecks
    zwischen vorbehaltlich zugunsten`),
  // French
  ...wordList(`afin après aucun aucune aussi avant avec car chez contre dans depuis derrière dès devant durant entre envers
    excepté exclusivement hormis hors jamais jusque lorsque mais malgré moyennant ni outre parmi pas pendant pour
    pourvu puisque quand sans sauf selon seulement si simplement sinon sous strictement suivant sur uniquement vers`),
  // Spanish
  ...wordList(`ante antes aunque cabe conforme contra cuando desde después durante entonces entre excepto exclusivamente
    hacia hasta incluso jamás mediante menos mientras ningún ninguna nunca para pero porque pues salvo según sin sino
    sobre sólo solamente solo tampoco tras únicamente`),
  // Italian
  ...wordList(`affinché anche attraverso benché circa con contro dopo durante eccetto eccettuato esclusivamente escluso
    finché fuori inoltre invece mai malgrado mediante meno mentre neanche nessun nessuna nonché oltre oppure perché però
    prima purché qualora quando salvo secondo senza sopra soltanto solamente solo sotto tramite tranne unicamente verso`),
  // Dutch
  ...wordList(`aan achter alleen als behalve behoudens beneden bij binnen boven buiten daarom doch door echter enkel geen
    indien langs louter maar met mits naar naast nimmer noch nooit om omdat onder ondanks ongeacht ooit over rond sinds
    slechts tegen tenzij terwijl tijdens tot tussen uitgezonderd uitsluitend vanaf vanwege volgens voor voordat wanneer
    want zodra zonder`),
  // Portuguese
  ...wordList(`ainda além antes apenas após até caso com conforme contra contudo desde durante embora enquanto entre exceto
    excepto exclusivamente jamais mas mediante menos nem nenhum nenhuma nunca para pela pelo perante pois porém porque
    quando salvo segundo sem senão sob sobre só somente tampouco unicamente`),
]);
