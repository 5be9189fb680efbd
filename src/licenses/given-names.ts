import { wordList } from './word-list.ts';

/**
 * Given names, in small letters: whoever is called so is a person, whatever the surname. What is not here is told by
 * its own shape, so that the list need not be whole. Names that are also words of terms are not: `Max`, `Per`, `Grant`.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  wordList(`aaron abdul abhishek abraham ada adam aditya adrian adrien ahmad ahmed ajay akira alan albert alberto alec
  alejandro aleksandar aleksandr aleksei alessandro alex alexander alexandra alexandre alexei alexey alexis alfred
  alice alina allan allen alvaro amanda amir amit amy ana anand anders andre andrea andreas andrei andrej andres
  andrew andrey andrii andrzej andré andrés andy angel angela angelo angus anita anja anna anne annika anthony anton
  antonio antti antónio apoorv arash ari ariel arjun arne arnold arnout artem arthur artur arun ashish ashley astrid
  aurelien aurélien austin avi axel bart bartosz bas bastian beau ben benedikt benjamin benny bernard bernd bernhard
  bert beth bjorn björn bob bogdan boris brad bradley brandon brendan brent brett brian bruce bruno bryan bryce byron
  caleb calvin cameron camille carl carla carlo carlos carol caroline casey catherine cedric chad charles charlie
  charlotte chen chloe chris christian christina christine christoph christophe christopher cindy claire clara claude
  claudia claudio clemens clement cliff clint clément cody colin conor conrad constantin corey cory craig cristian
  cyril cédric céline daisuke dale damian damien damon dan dana daniel daniela daniele danny darren dave david deepak
  denis dennis derek devon didier diego dieter dimitri dirk dmitri dmitriy dmitry dominic dominik dominique don donald
  doug douglas duncan dustin dylan dániel ed edgar eduard eduardo edward edwin ege elena eli elias elijah elisabeth
  elizabeth ella ellen elliot emanuel emil emile emilio emily emma emmanuel enrico enrique eran eric erica erich erik
  erin ernst ervin esteban ethan etienne eugen eugene eva evan evgeny fabian fabien fabio fabrice federico felipe
  felix fernando filip flavio florian francesco francis francisco franck francois frans franz françois fred frederic
  frederik fredrik friedrich frédéric fábio gabor gabriel garrett gary gaurav gautam gavin geert geoff geoffrey georg
  george georges gerald gerard gerhard germán gianluca gilles giovanni giulio giuseppe glen glenn gonzalo gordon
  graham greg gregor gregory grigory grégory guido guillaume guillermo gunnar gustav gustavo gábor günter günther
  hamish hannah hannes hans harald harold harrison harry heather heiko heinrich heinz helen helena helmut hendrik
  henri henrik henry herbert hermann hiroshi holger howard hubert hugh hugo hélène ian igor ilia ilya ingo ingrid inés
  irina isaac isabel isabelle ivan ivo iñaki jack jackson jacob jacques jaime jake jakob jakub james jamie jan jana
  jane janne jared jarek jason jasper javier jay jean jeff jeffrey jennifer jens jeremiah jeremie jeremy jeroen jerome
  jerry jesper jess jesse jessica jesus jesús jill jim jimmy jiri jiří joachim joakim joan joana joao joe joel joerg
  johan johann johannes john johnny jon jonas jonathan jordan jordi jorge jorn jose josef joseph josh joshua jost josé
  joão juan judith jukka julia julian julie julien julio julius junya jurgen justin ján jérémie jérémy jérôme jörg
  jörn jürgen kai karel karen karin karl karol karsten katarina kate katherine kathrin katie katrin kazuki keith kelly
  ken kenji kenneth kent kenta kevin khaled kim kirill kirk kit klaus koen konrad konstantin kristen kristian kristina
  kristof kristoffer krzysztof kumar kurt kyle lance larry lars laszlo laura laurence laurent lauri lea lee leif len
  lena leo leon leonard leonardo leonid leslie lewis liam linda linus lisa lloyd loic lorenzo lothar lou louis loïc
  lubomír luca lucas lucia luciano lucy lucía ludovic luigi luis luka lukas lukasz luke lukáš lutz lydia lászló
  maarten maciej madhav magnus maik maksim manfred manuel marc marcel marcelo marcin marco marcos marcus marek
  margaret maria marie marijn marina mario marius marián marko markus marten martijn martin martina martín marvin mary
  massimo mateusz matheus mathew mathias mathieu mathis mathéo mats matt matteo matthew matthias matthieu matti
  maurice mauricio mauro maxim maxime maximilian megan mehdi mehmet melissa michael michal michel michele michelle
  mickaël miguel mihai mika mikael mike mikhail miki mikko miklos mikuláš milan milos miloslav miloš miroslav mitch
  mitchell mohamed mohammad mohammed monica moritz morten moshe muhammad murat márcio mária mário mátyás máté nancy
  naoki nat natalie natasha nathan nathaniel neil nelson nevin niccolò nicholas nick nico nicola nicolas nicolás niels
  nigel nikita niklas nikolai nikolas nikolaus nils noah noam nora norbert norman olaf oleg oleksandr oliver olivia
  olivier olof omar ondřej oren oscar oskar otto owen pablo paolo pascal pat patrice patricia patrick paul paula paulo
  pavel pawel paweł pedro peer pekka perry pete peter petr petra petri phil philip philipp philippe phillip pier
  pierre piers pieter piotr prashant przemyslaw pål péter přemysl rachel rafael rafal rainer raj rajesh ralf ralph
  ramon randall randy raphael raphaël raul ravi ray raymond rebecca reinhard remi remy renato rene rené renée ricardo
  riccardo richard rick robbie robert roberto robin rod rodrigo roger rohan rohit roland rolf romain roman román ron
  ronald ronan rosa ross roy ruben rudi rudolf rupert russ russell ruth ryan rémi rémy rúben sam samantha samir samuel
  sander sandra sandro sandy sanjay sara sarah sascha satoshi scott sean sebastian sebastien serge sergei sergey
  sergio seth shane shannon sharon shaun shawn sheila shigeru shinji sidney siegfried sigrid silvia simon simona
  simone sindre sofia sonia sophia sophie soren spencer stan stanislav stefan stefano steffen stephan stephane
  stephanie stephen steve steven stewart stuart stéphane susan susanne suzanne sven svetlana sylvain sylvia sylvie
  sébastian sébastien sérgio sören tadas takashi takeshi takuya tal tamara tamás tanja tanya tara tatiana taylor ted
  terence teresa tero terry theo theodore thiago thibault thierry thomas thorsten tiago tim timo timothy timur tina
  tobias toby todd tom tomas tomasz tommaso tommy tomás tomáš toni tony torsten travis trent trevor tristan troy tyler
  ugo ulf uli ulrich ulrik urs ursula uwe vaclav vadim valentin valentina valerie valeriy valérie vasil vasily veronica
  victor victoria vijay vikram viktor vincent vincenzo vinod virginia vitali vitaly vittorio vivek vlad vladimir
  volker volodymyr václav víctor vít walter wanda warren wayne wei wendy werner wesley wilhelm willem william wilson
  wojciech wolfgang wouter xavier yair yann yannick yaroslav yasmin yevgeny yoann yoav yosuke yuki yuri yusuke yves
  yvonne zachary zack zoe zoltan zoltán zoé éric étienne óscar łukasz`).map((name) => name.normalize('NFKC')),
);
