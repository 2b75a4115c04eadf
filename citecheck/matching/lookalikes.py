"""Words of English that a scanner, or a slip, may make of other words of English.

All pairs of common words of Webster's New International Dictionary (2nd edition, in the public domain) of which one
is the other misread (`scanning.misread`): modern and modem, clown and down. A changed word that stands here is
another word, not a misprint, even where the texts at hand are too short to show it.
"""

from __future__ import annotations

_WORDS = """
ace aces ache acne adapt adapted adapting adaptive add adds adept adopt adopted adopting adoptive ads adviser
advisers advisor advisors affect affected affects after agar age ages ago aim aimed aiming aims albeit albert
alberta alberto ale alias alien alive all allah allan allen alley alleys allie alloy alloys aloe altar alter
altitude altitudes am ambitions ambitious amen ames amino amir amit ammo amos an and andy angela angelo angie angle
angola ann anna anne any apt arc arcs are ares argentina argentine aria arias arid aries arm armed arming arms arson
as asher assay asserted assorted ate attitude attitudes avert avery awake aware awe awoke axes aye baba babe back
backed backers backing backs bad badge bag bagged baggy bags bail bailed bailey bain bait bake bald bale bali ball
ballet ballot balls ban band bandage banded bands bane bang banged banger banging bank banker bankers banks bans bar
bard bare barking barley barn barnard barns baron barring barrow barry bars bart barter barton base bash bass bat
batch bates bath bathe bathing baton bats batter batting battle battled battles battling bay bays be beach bead
beaded beads beak beam beams bean beans bear beard bearded beards bearer bearing bearings bears beast beasts beat
beater beating beatings beats beau became beck become bed bee beech beef been beer beers bees beet beets beg begged
begs bell bella belle bells belt belts ben bend bending bends bennet berg bern bernard berry bert bess bet beth bets
better betting bias bid bids bike bikes biking bile bill bills billy bind binder binge bingo bios birch bit bitch
bite bits bitter black blacked blacks blaine blake blame bland blend blew blink block blocked blocks bloke blond
blow boar board boarded boarding boards boast boasted boasting boasts boat boating boats bobby bobo boeing boer boil
boiled bold bolster bolt bolts bond bondage bonded bonding bonds bone bong bonnet booing book booked booker booking
books boom boon boost boosted boosting boosts boot boots bora bore borg born borrow bose boss both bots bottle
bottled bottles bottling bound bounds bout bouts bow bowl bowling boy boys brace brad brains brake branch bras brat
brave bravo bread bred breed bret brew broad brock broke brood brook brow bruce bruins brunch bubble buck bucks bud
budge buff buffer buffet bug bugged bugging buggy bugs bulk bull bullet bulls bum bump bums bun bunch bunk bunker
bunkers buns bunting burn burns burr burrow burst burt burton bush busy but butch butler butt butter button buy buys
cable cabs cafe cage cain cake cakes calf cali call calls cam came cams can cane canes canning cans cant cap cape
capital capitol caps car cara card cards care cared carers cares caring carl carnage carol carolina caroline carp
carr carriage carrie carrier carry cars cart cartier carve carved carving cary casa case casing cast caster casting
castor casts casually casualty cat cate cater caters cats cave ceded cell cellar cells cent cents certainly
certainty chad chai chair chaired chance chances chang change changes chao chap chaps char charred charter charting
chase chat chatter chatting check checks cheek cheeks cheeky cheer cheers cheery chef chefs cheng chess chet chew
chili chill china chino choir choke chop chops chore chose chow christina christine cigar cindy cite clad clam clamp
clams clan clans clara clare clarify clarity clark clash clashed class classes claudia claudio clay clean cleans
clear clearly clement clements clerk clever click clicks cliff cliffs cling clip clipped clipping clips clit clive
clock clocked clocks clone close closer closes closet clot cloth clover cloves clown clowns club clubs clue clues
clutch coach coal coarse coat coats coca coco cod coded coding coin coke cola cold cole coli collage collar college
coma come comes comical command commanded commend commended con cone cones cong conical cons convey conveys convoy
convoys cool cooled cooling coon copa cope cops cora cord cordon cords core cores corn corp cory cost costing costs
couch cough course cove covered coveted crab crabs crack cracker craft cram crash crashed crashing crate crave cray
craze crease creed creek creeks crete crew crews crime crimes crock crocker croft crook crop cross crossed crossing
crow crown crows crush crushed crushing cuba cube cubs cuff cuffs cunning cup cups cure cured cures curing curl
currie curry curt curve curved curving cut cute cutler cuts cutter dad dada dade dale dam dame damon damp dams dan
dana dancer dancers dane danes dang danger dangers dani dank dans darby dare dared dares daring dark darn dash
dashed data date dated dates dating dave dawn dawned day dead deaf deal dean deans dear dearly debated debuted
decade decay deck decked decks decode decoy decree decrees deed deer defect defected defective defects defer degree
degrees delia dell della delta demon demoted den denoted dent depart departed deport deported derail derailed derby
detail detailed detect detected detective detects deter devour devout diana diane diaper dim dime din dine ding dip
dipped dipping dips discard discord diva divas dive diver diversify diversity dives doable dock docked docks docs
doe does dog dogs dole doll dome don done dong dons dont doris dork dose doses dot doth double doubled doubling
doubted doubting doug dove dover doves down downed downs drag dragged drags drank draper draught draw drawn drew
drought drown drug drugged drugs drunk dual dub dubs duct dude due duel dues duet duly dump dune dunes dung dunk
dunne dunno duo during dusted dutch duty ear earl ears ease easing east easter eat eater eaters eats effect effected
effects ego eight elder election elections electron electrons element elements elias ella elle ellen elsa else emil
emir emission emissions emit emitted end entirely entirety eric erie essay ether evan eve even ever every ewing exes
exiled exited expanse expansive expense expensive expert experts export exports extant extent eye fable face faced
faces fact fail failed failing fails faint fainted fair fake faked fakes faking fall falling falls fame famed fan
fang fanning fanny fans far farce fare fared fares farm farmed farmer farming farms farther farthest fast faster
fasting fat fatal fate fated fates fats fatter fauna fawn fax fear fearing fears feast feat feather feats fecal
feces fed feds fee feed feeding feeds feel fees feet fell fellow fellows felt fend fender feral ferns ferris ferry
fest fetal feud fever fiat fickle fide field fife fifth fight fighter fighting fights file files fill filler fillers
filly filter filters filth fin finder fine fined finer fines finger fingering fingers fink finn fins fire fired
fires firing fist fists fit fits fitter fitting five fives fix flag flake flakes flaming flap flapping flaps flare
flares flash flashed flashing flat flatter flaw flawed flaws flax flea fled flee fleming flesh flew flex flick
flight fling flip flipped flipping flips flop floppy flops flores flow flowed flowing flows floyd fluke flush
flushed flushing flutter flux focal focus foes fog foggy foil fold folder follow follows fond fool fooled fooling
fools foot footed footing for force forced forcing ford fore forge forged forget forging forgot form formal format
formed former forming forms fort forts foster fought foul fouls found founded founding four fours fox fracking
fraction frail frat fraud fray free frees french fret freud frey fried fry frying full fully fumble fun funk funnel
funny fur further furthest future gable gaga gage gaia gail gain gaines gaining gait gal gala gale gall game games
gaming gamma gang gap gaps garner garnet gary gas gate gave gay gays gem gemma gene generic genetic genie genre gent
gents georgia georgie get ghastly ghostly giant giants gift gill gilt gist glad glam glare glass glasses glitter
gloss glover gloves glue goal goals goat goats god gold gone gong goon gordon gore got gout grab grabs graft grain
grains gram grams grant grants grass grate grave graves gray graze grease great greats greed greek greeks greet
greets grew grey grim grime grimes grin groin gross grossed grossing grove groves grow grown grows grub grunt guest
guests guide guido guilt gum gums gun gunnar gunner gunning guns gut guts gutter guy guys hack hacked hackers
hacking hacks had hail hailed hailing hails hair hairs hairy hale half halfway hall halls hallway halo halt ham hand
handed hands hang hangar hanged hanger hanging hank hanks hans hard hare harman harmon harrow harrowing harry hart
has hash hast hasty hat hatch hate hates hath hats have hay hays he head headed heads heal healed healer healing
heals hear heard hearing hearings hears heat heated heater heating heats heck heed heel heels heir heirs held hell
hells hen hens herd here herein herman hero heroin herr hey hicks hid high hike hikes hiking hill hills hilly hind
hinder hinge hire hires hiring hit hitch hits hitter hoard hoarding hobby hobo hold hole holster holt home homer
homo hone hong hook hooked hooker hooking hooks hope horn horner hornet horse hose host hot hound hounds hove how
howl howling hub hubble huff hug huge hugged hugging hugo hugs hula hulk hull hulu hum hump hunch hung hunger hunk
hunting hurling hurry hurst hurt hurting hush hut hutch huts hydra hydro ian identify identity if impart impatient
import infect infections infectious infer inferior inmate innate inpatient insect intensify intensity inter interior
ion iran iris iron is isabella isabelle it jack jade jain jake jam jan jane jaw jaws jay jays jean jeanne jelly
jerky jerry jess jew jews jim joan joanna joanne jock join joke jolly jon jonas jones joon joss joy joys jude judo
julia julian julie julien julio jumper june juniper juno kale kang kant kate keel kent key kick kid kim kin king
kings kink kite knack knew knock know kung lab labs lace laced laces lack lacked lacking lacks lacy lad lads lag
lagging lair lake lakers lakes lama lame lamp lamps lana land landed lander landing lands lane lang laos lap laps
lark larry laser lasers lash lass last lasted lasting late latter lauded law lawn laws leach lead leader leading
leads leaf leah leak lean leaned leans lear lease leased leasing least leather led ledge leds lee leech leeds lees
left lefty leg legged legs lena lend lender lenders lending lends lens lent leo leon less lessen lesson lest lester
let lets letter lever levers liang lick licked licking licks lie lied lien lies lieu life lift lifted lifting lifts
light lighten lightening lighter lighting lightly lights lima lime limo lina lindsay lindsey line lined liner lines
ling linger lingering link linn lion lip lips list listed listing lists lit lite litter littered live lives lloyd
load loader loading loads loaf loan loaned loans loathe loathing local lock locked locking lockout locks loco locus
lodge loft lofty log logged logging logo logs loki lone long look looked looking lookout looks loose loot looted
looting lord lore lori lorry loser losers loss lost lot lots lotta lotto loud louisa louise lousy lover lovers low
lower lowering lowers lows lube luck lucy luke lull lumbar lumber lump lumps luna lung lure lurk lush lust lying
mace macho mack macs mad made maga mage mags mail mailed mailing mails main make male males mali mall malls malt
mama man mana mane manga mango mania mann manner manners manny mans manu manual manuel map mapping maps mara marc
march marched marching mare marge mari maria marian marie marina marine mariner mariners mario marion marked marker
markers market markets marlin marlins marred marrow marry mars mart martin martins marty mash mask mass massa
massage massages masse masses mast master mastered mat match matched matching mate mater mates math maths mats matt
matty mature matured maya mayer mayo mayor meal meals mean meaning means meat meats medal meet meets mega mein melt
memo men mens ment menu mercer merch mere merge merger merit merlin merry merton mesh mess message messages messes
met meter meth mets mice mick might mike mila mild mile miles milo mime mina mine miner miners minor minors mite
mites moan moaning moans moat mobility mock modal mode model modem modern modes mods mohammad mohammed mole moles
momo mona mono mons mont month months moon moons moor moot mora moran more moron morrow morse mort morton moses moss
most moth moths motion motions mouth mouths mrs muck mud mug mugs mule mules musa muse musk must muster mustered
mute nacho nail nailed nailing nails nana nanny nap napping naps narrow narrowing nash nasty natalia natalie nate
nation nations nats nature natured nave neal near nearing nearly neat neatly neck ned need neil nell neon nero ness
net nets new niall nice nick nicks nigh night nike nile niles nina nine no nobility nod node nodes nods noise non
none nook noon nope nor nora norse nose noses not note noting notion notions nova novo now null nut nuts oaks oars
oats odd odds older olive oliver olives ollie oman omen omission omissions omit omitted on ore orson other our ours
ousted out outs oven over overseas oversees overt owe owing pace paces pack packer packers packet packets pad
padding paddle pads page pages pain paint painted painter painters painting paints pair paisley pal pale pallet palo
pals palsy pan pang panned pans pant par parent parents paris parish parity park parks parr parry parsley parsons
part parted parts party pass past pasta paste pasted pasture pat patent patents patrol pats patsy patty paving
paying peak peaks pear pears peat peck peek peer peers peking pell pellet pen penal pencil penned pens per perch
perish perk perks perry persons pest pests pet petrol pets petty pics pie pies pig pigs plague plaque plat play plot
ploy pocket pockets pod pods point pointed pointer pointers pointing points poke poking pole poll polo pong pont
pool pools porch pore pork port porte ported porter porto ports post posted posts posture pot potent pots potter
potts potty pray premise premises prep prey prima prime prof promise promises prop properly property pros protesters
protestors puck pudding puddle puke pun puns punt pure purify purity puss put puts qualify quality quantify quantity
quarter quartet quest quests quill quilt quo quota quotas quote quotes rabble race raced races racing rack racked
racket racking racks raft rag rage raged rages ragged raging rags raid rail rails rain rained raining rains rake
rally ram rama raman ramon ramp rams ran rana rang rank ranks rant ranting rants rap rape raped rapes raping rapping
raps rapture rare rash rat rate raw ray reach reaching read reads real really realty rear reared rearing recent red
reddy reds reed reeds reef reefs reel reelection reels rees reflection refs regent reid rein reins religions
religious render rendered renders rent renting rents repeal repealed repealing repeat repeated repeating reps rest
rested resting rests reuse rhine rhino rhyme rick rid ride rides rife riff rift right rightly rights rim ring rings
rink rio riot rioting rip ripped ripping rips rise rita rite roach road roads roam roar roared roaring roast roasted
roberta roberto rock rocked rocker rockers rocket rockets rockies rocking rocks rod rods role rolf roll rolls roman
rome ron roof roofing roofs rook rookies room root rooting roots rope ropes rory rosa rose ross rot rough rouse rout
routed row rower rowing roy rub rubble rubs rug rugged rugs ruin ruined ruining ruins rum rumble rumor rumors rump
run rune rung rupture rush saber sack sacked sacking sacks sacred safe safely safety saga sage sail sailed sailing
sails saint sake sale sales sally salty sam same san sand sands sane sang sank sans santa santo sap sara sari sat
saul sauna saver saving savings say saying sayings scala scale scaled scaling scam scams scan scans scant scar scare
scared scares scarf scaring scars scent schema scheme score scored scores scoring scot scrum scum sea seal sealed
sealing seals seam seams sean sears seas seat seated seating seats secs see seed seeding seeds seek seem seems seen
seer sees self sell selves send sender sends sens sera serena serene serum set seventy sever severity shack shaft
shag shah shake shakes shaking shall shalt sham shame shan shane share shares sharing shatter shave shaved shaving
shaw shawn shear sheer sheet shelf shell shen shifting shitting shock shone shook shore shores short shout shove
shoved shoving show showing shown shun shutter siam sickle side sigh sighed sighs sight sighting sights sign signed
signs silly sims sin sine singer singers sink sins sinus sir sire sirius sit site sits sitter sitting six ski skim
skin slab slabs slack slag slain slam slams slander slap slapping slaps slash slashed slashing slate slated slave
slay slaying sled sleep slender slew slick slight slim sling slip slipped slipper slipping slips sloppy slow slowed
slowing slows slug slum slump slums slur slurs slut sluts smack smacks small smell smug smuggle snack snacks snag
snake snakes snare snort snout snow snowing snuck snug snuggle soak soaked soaking soap soaps soar soared soaring
sober sobs sock socks soggy soil soils sold solder sole soles solo solos solves soma some son song sons soot sore
sort sorts sought soul souls sound sounded sounding soup soups sour sous soy spam span spar spares sparking sparring
spat speak speaks spear spears specially specialty speck spectra spectre spell spelt spike spire spite spock spores
sporting spot spotting sprang sprung spun spur stab stabs stack stacked stacking stacks staff staffed staffing
staffs stag stain stake stakes stale stamp stamping stamps stan stare stared stares staring starling starred
starring stars started starting stash state stated states stating stationary stationery stats stature statute stave
stay staying steal steel steep stein stem step stephan stephen stepped stepping steps sterling stern steve stew
stick sting stock stocked stocking stocks stoke stoked stokes stole stomp stomping stop stopped stopping stops store
stored stores storing stove stow stub stuck stuff stuffed stuffing stuffs stump stumps stun suck sucked sucking
sucks sully sum summer sumner sums sun sung sunk sunny suns sup supper sure surf suspicions suspicious suture swam
swan swear swearing swears sweat sweating sweats sweet sweets tab table tabs tack tact taft tag tagged tagging tags
tail tailed tails tainted take taken takers takes taking tale tall taller tally tame tamed tammy tan tang tank tanks
tanned tanning tap tape taped tapes taping tapped tapping taps tar tart tasted tasting tate tax tea teach teaching
teal tear tearing tears teas tease teased teasing ted teddy tees tele tell teller tells tempe tempo ten tend tender
tendered tenders tending tends tens tent tents terry tess test tested tester testing tests than the thee them then
theo these thine those threat threats threw throat throats throw thyme tick ticked ticker ticket ticking tickle
ticks tide tides tie tied ties tiff tight tighten tightening tighter tightly tights tile tiles till tilt tim time
timer timor tin tina tinder ting tins tip tipped tipping tips tire tired tires tiring toad toast toasted toe toes
toil token told toll tolls tom tome tommy toms ton tone tong tonne tons too took tool tools toot top topped topping
tops tore torn toro tort tory toss tote toto touch tough tour toured tours tout touted tow tower towering towers
towing toy trace track tracking tracks traction trail trails train trains trait traits tram tramp trams tran trans
tray tree trees trench trey triad tried tron troy truce truck trucking trucks trump try trying tub tube tubs tuck
tumble tummy tumor tumors tuna tune tung tunnel turk tying type types typo typos unbearable unbeatable unfold unify
unity untold up upheld uphold ups us usher utter uttered vacation vague vail vain vale valley vary vast veil vein
vertex very vest villa ville viral vital vocation vogue volley vortex wafer wailing wait waiter waiters waiting
waits wake wakes wall waller wallet walls walsh walt walter walters wander wandered wandering wanders wang want ward
wards ware wares warm warmed warmer warming warms warn warned warner warning warns warship warts was water watt
watts weak weakly wear week weekly well wells welsh went were werner whale where while white whole whore wife will
wilt wise withheld withhold woke woman women won wonder wondered wondering wonders wong wont woof wool word words
wore worm worms worn worship yale yet
gentleman gentlemen workman workmen fisherman fishermen dwell dwelt withdraw withdrew began begun concealed congealed
stranger stronger spacious specious stones stories imported imparted expended expanded internal infernal conceit
concert overlook overtook object abject filled tilled changed chanced flattered fluttered may nay aught ought
struggling straggling wasted wafted checked cheeked quite quire stone story
"""
LOOKALIKE_WORDS = frozenset(_WORDS.split())
