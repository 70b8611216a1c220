/// The words that guessers try first, by themselves or with a digit or two after them.
///
/// The stems, without trailing digits and signs, of the commonest 6,000 passwords of published leaks, in the order of
/// frequency that zxcvbn publishes (`frequency_lists.py`, version 4.5.0, MIT licence, Copyright (c) 2016 Daniel Wolf),
/// and what is near in a school in Kenya or Nigeria. Some are ugly; they are what people choose.
enum CommonWords {
    static let all = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))

    static let text = """
        01011910 01011970 01011975 01011977 01011979 01011980 01011981 01011982 01011983 01011984 01011985
        01011986 01011987 01011988 01011989 01011990 01011991 01011992 01011993 01011999 01012000 01012001
        01012010 01012011 01020304 01081989 01091989 02011980 02011984 02011985 02011986 02011987 02011988
        02021982 02021983 02021984 02021985 02021986 02021987 02021988 02021989 02031982 02031984 02031985
        02031986 02031987 02041982 02041983 02041984 02041985 02041986 02041987 02041988 02051982 02051983
        02051986 02061980 02061985 02061986 02061987 02061988 02061989 02071982 02071984 02071986 02081982
        02081984 02081985 02081986 02081987 02081988 02081989 02091983 02091986 02091987 02101984 02101985
        02101987 02101989 03082006 05051987 10203040 1029384756 11111111 11112222 111222333 11223344 1122334455
        11235813 1123581321 12011987 12051988 12131415 12312312 1232323q 123321123 12344321 123454321 1234554321
        123456654321 12345678 123456789 1234567890 1234567890a 1234567890q 1234567891 12345678910 123456789a
        123456789q 123456789z 12345678a 12345678q 12345679 1234567a 1234567q 123456aa 123456qw 123456qwe
        123456qwerty 12345qwe 12345qwert 1234abcd 1234asdf 1234qwer 12365478 123654789 12369874 123698745
        123789456 123qq123 123qwe123 123qweasd 123qweasdzxc 123qwerty 12qw34er 12qwaszx 13243546 135792468
        1357924680 14725836 147258369 147852369 14789632 147896325 15426378 18436572 192837465 19411945 1a2b3c4d
        1a2s3d4f 1q2w3e4r 1q2w3e4r5 1q2w3e4r5t 1q2w3e4r5t6y 1qa2ws3ed 1qaz2wsx 1qaz2wsx3edc 1x2zkg8w 1z2x3c4v
        21031988 25802580 31415926 321654987 4815162342 50spanks 73501505 741852963 78945612 789456123
        7ugd5hip2j 8j4ye3uz 9293709b13 963852741 987456321 a1234567 a12345678 a123456789 a1b2c3d4 a1s2d3f4 a2bec
        a2becad a2sedaf aa123456 aaliyah aardvark aaron abc12345 abcd abcd1234 abcde abcdef abcdefg aberdeen
        abgrtyu abnormal abrakadabra absolut abstr abuja access access14 accord achilles action adam adgjmptw
        adidas admin administrator adonis aezakmi africa agent agent007 aggies aia2a aib2c aib2ced aikido
        airborne airbus airforce airplane ais2d ais2def akira alabama alaska albatros albion alejandr aleksandr
        aleksandra aleksey alenka alex alexande alexandr alexey alexis alfa alibaba aliens allmine allsop
        allstar aloha alpha alphabet alpine alucard amadeus amanda amateur amateurs amazon amber america amerika
        amigo amsterda amsterdam anaconda anakin anal analsex anarchy anastasiya andrea andrei andrew andrey
        andromed andromeda anfield angel angels angus anhyeuem animal anime annie anthony anthrax antoni anubis
        apache apollo apollo13 apple apple123 applepie apples april aquarius aragorn arcadia area arizona arjay
        armagedon armani arrow arrows arsenal artem artemis artemka artur asdasd asddsa asdf asdf1234 asdfasdf
        asdfg asdfgh asdfghj asdfghjk asdfghjkl asdfjkl asdfzxcv asdzxc ashley aspire aspirine assassin assfuck
        asshole assholes assman assword asterix astro astros athlon atlanta atlantis atomic attila auburn audia
        august aussie austin australi autumn avalanch avalon avatar avenger awesome azamat azerty azsxdc
        azsxdcfv babe babes babyblue babyboy babydoll babyface babygirl babylon babylove bacardi bacchus
        backdoor badass badboy baddog badger badgirl badman baggins baggio bagira bailey baller balloon balloons
        balls bambam bamboo banana bananas banane bandit bang banger bangkok banker banner banshee banzai
        barbados barbie barcelon barcelona barefoot barkley barney barsik bartman baseball basket basketba
        basketball basset bassman bastard batman bayern bcfields beaches beagle beamer beaner beanie bear
        bearcat beast beastie beatle beatles beautifu beauty beaver beavis beckham beefcake beemer beer beetle
        bella benfica beng bengals beowulf beretta berlin bhbirf bian biao bicycle bigass bigballs bigbear
        bigben bigbird bigblue bigboobs bigboss bigboy bigbutt bigcat bigcock bigdaddy bigdick bigdog bigfish
        bigfoot biggie biggles bigguy bigmac bigman bigmike bigmoney bigone bigred bigsexy bigtime bigtit
        bigtits bikini bilbo billy billybob billyboy bimmer bing bingo binladen bird birdie birdman biscuit
        bitch bitchass bitches biteme bizkit blabla black blackbir blackcat blackdog blackhaw blackie blackjac
        blackjack blackout blacks blacky blade blades blahblah blaster blaze blazer blessed blessing blink
        blink182 blizzard blonde blondes blondie blowjob blowme blue bluebird blueboy bluedog blueeyes bluefish
        bluemoon blues bluesky bobafett bobby bobcat bobdylan boeing bogart bogdan bogey bohica bollocks bollox
        bombay bomber bombers bond bondage bonehead boner bones bonjour bonjovi bonkers bonsai boob boobie
        boobies booboo boobs booger boogie bookworm boomboom boomer bootie boots booty boricua borussia bosco
        bossman boston bounce bounty bowler bowling boxer boxers boxing boxster brando brandon brandy brasil
        braves brazil breast breasts breeze brian brighton bristol britney broder brodie broker bronco broncos
        brooklyn brownie browns brucelee bruins bruno brutus bubba bubbas bubble bubbles bucket buckeye buckeyes
        buckshot budapest buddah buddha buddie buddy buddyboy budlight budman budweise buffalo buffett buffy
        bugger builder bull bulldog bulldogs bullet bullfrog bulls bullseye bullshit bummer bunghole bunnies
        bunny burger burrito bushido buster butch butter buttercu butterfl butterfly buttfuck butthead butthole
        buttman buttons buzzard byteme cabbage cactus cadillac caesar calgary calico caliente californ caligula
        callum camaro cambiami camel camelot camels cameltoe cameron camper campus canada cancer cancun candle
        candyman cang cannabis canon cantona capone capslock captain caramel caravan cardinal carlito carlitos
        carnage carolina carpedie carpet carrera carrot cartman cartoon casanova caserta casey casino casper
        cassie catch catdog catfish catherin catman cats cavalier caveman ccbill cdtnbr cdtnkfyf celeron celica
        celine celtic celtics ceng cent cerberus cessna cfitymrf cgfhnfr chai chainsaw champ champion champs
        changeme chao chaos charger chargers charles charli charlie charlott charlton charly charmed chaser
        cheater checkers cheech cheeks cheers cheese cheetah chelsea cherokee cherry chester chevelle chevrole
        chevrolet chevy chewie cheyenne chicago chichi chicken chickens chicks chico chiefs chillin chimera
        chinook chipper chippy chivas chloe chocolat chopin chopper chou chris chrisbln chriss chrissy christ
        christia christin christma christop chrome chronic chrono chrysler chuai chuang chubby chuckie chuckles
        chucky chui chunky chuo ciccio cicero cigars cinder cindy cinnamon citadel cjkysirj cjkywt clancy
        clapton clarinet classic classics classroom claudi claymore clemson clevelan clipper clit clitoris cloud
        clouds clover clowns cobain cobalt cobra cocacola cocaine cock cocks coconut coffee cohiba coke coldbeer
        college colombia colorado colors colt coltrane comet commando compaq compute computer concord concorde
        concrete condom condor cong connect connor consumer contrasena cookie cookies cooldude cooler coolguy
        coolio coolman coolness cooter copper corleone corolla corona corrado corsair corvette cosmic cosmo
        cosmos cosworth cougar cougars cowboy cowboys coyote cracker cramps crazy crazybab creampie creamy
        creative cricket crimson critter crjhgbjy cruise cruiser crunch crusader crusher crysis crystal cthtuf
        cthulhu cthutq cuan cubbies cubswin cuddles cumming cumshot cupcake curious custom cutlass cutter
        cxfcnmt cyber cyclone cyclops cygnus cypress dabears daddy daemon daewoo dagger daisy dakota dalejr
        dallas dammit damnit dancer dang danger danie daniel daniil danila danni danny dannyboy danzig darklord
        darkman darkness darkside darkstar david davide davids dawg daytona dbrnjh dbrnjhbz deadhead deadman
        deadpool death december deejay deepthroat deeznuts deeznutz default defender defiant deftones delete
        delphi delta deluxe denali deng deniska depeche desert designer desire deskjet destiny detroit deutsch
        devil devil666 devildog devils dexter dfcbkbq dfkthbz dfkthf dfktynbyf dfvgbh dharma diablo dialog
        diamond diamonds diao dick dickhead dickie dicks diehard diesel dietcoke dieter digger diggler digimon
        digital dilbert dildo dilligaf dima dinamo ding dingdong dinosaur dipshit dirtbike discover disney diver
        divine dkflbckfd dkflbvbh doberman doctor dodge dodger dodgeram dodgers dogboy dogcat dogfood dogg
        dogger doggie doggy doghouse dogman dogs dogshit doitnow dollar dolphin dolphins domino donkey donuts
        doobie doodle doogie dookie doomsday dotcom doughboy dracula drago dragon dragon12 dragonba dragonball
        dragons dragoon drakon dreamer dreams driver drizzt droopy drowssap drpepper drummer dthjybrf duan
        dublin ducati duchess duck duckie dumbass dundee durango duster dusty dutchess dynamite dynamo eagle
        eagles earnhard eastside eastwood eatme eatpussy eatshit eclipse eddie eduard edward eeyore einstein
        ekaterina eldorado electra electric electro electron element elephant elizabet elizaveta elvis elymica
        emerald emily eminem empire engage engineer enigma enrico enter enterpri enterprise entropy eraser
        ericsson erotic erotica escort eternal eternity eureka europa everest everton excalibu excalibur exigen
        exigent exodus exotic explorer express extreme fabie fabric facebook facial falcon falcons fallen
        fallout fandango fang fantasy farscape farside fart fastball faster fatass fatboy fatcat fatman favour
        feather february felix fender feng fergie fergus fernand ferrari ferret fester fetish fghtkm fgtkmcby
        ficken fiesta figaro fighter filter finger fire fireball firebird firefly firefox fireman firewall fish
        fishes fishin fishing fisting fitness fktrcfylh fktrcfylhf fktrctq flames flamingo flash flatron fletch
        flexible flipper floppy florian florida flounder flower fluffy flyboy flyers foobar footbal football
        fordf fordf150 forest forever forfun formula forsaken fortuna foryou fossil foxtrot foxy francesc frank
        franky freaks freaky freckles freddy freedom freepass freeporn freeuser freeway friday fright frisco
        frisky frodo frog frogger froggy front front242 frontier frosty fubar fuck fucked fucker fuckers
        fuckface fuckher fucking fuckit fuckme fuckoff fuckthis fucku fuckyo fuckyou fugazi fulham fullmoon
        funtime fusion futbol fuzzy fyfcnfcbz fylhtq fytxrf fyutkbyf gabrie gabriel gabriell gadget galaxy
        galina galore gambit gameboy gamecock gamecube gameover gandalf ganesh gangbang gangsta gangster garden
        garfield gargoyle gateway gator gatorade gators gawker gbpltw gegcbr geheim gemini generic genesis geng
        genius georg george geronimo gesperrt getmoney getsome gfhjkm gfhjkm123 gfhjkmgfhjkm ghana ghbdtn
        ghbdtnbr ghblehjr ghetto ghjcnj ghjcnjnfr ghost ghostrider giants ginger giorgi giorgio girls gizmo
        gizmodo gjkbyf gladiator glory gmoney gn56gn56 gns6gn goalie goat goaway gobears goblin goblue gobucks
        godbless goddess godfathe godfather godisgood godislove godsmack godzilla gofish goforit goirish goku
        golden goldfish goldstar goldwing golf golfball golfer golfing goliath gollum gonavy gong gonzo goober
        goodboy goodluck goodtime goofy google gooner goose gopher gordon gordon24 gorilla gotcha gothic
        gotohell govols grace granny grease great greatone green green123 greenbay greenday greens gregor
        gremlin grendel gretzky griffey gringo grizzly gromit groove groovy groucho grumpy gsxr guai guang
        guardian guest guiness guinness guitar gundam gunnar gunner gunners gustav guyver hack hacked hacker
        haggis hairy hakuna hakunamatata halflife halifax hallo hambone hamburg hamish hamlet hammer hammers
        hamster handyman hannah hannibal hansolo happy happy123 happyday harambee hardcock hardcore hardon
        hardrock harley harry harrypotter harvest havana havefun hawaii hawaii50 hawaiian hawkeye hawkeyes
        hayabusa hearts heater heather heaven heckfy hedgehog heineken hellfire hello hello123 helloo hellos
        hellyeah helmet helpme hemi hendrix heng henry hentai herbie hercules hermes hershey hesoyam heynow
        hidden highheel highland hiphop hippie hithere hitler hitman hjccbz hjvfirf hobbes hobbit hockey hokies
        holiday holly hollywoo holyshit homeboy homer homerj homers homerun homework honda hondas honey hongkong
        hooker hookup hooligan hoosier hoosiers hooter hooters hootie hopeful horizon horndog hornet horney
        horny horse horses hotbox hotboy hotdog hotpussy hotred hotrod hotsex hotshot hotstuff hottie house
        hover huai hummer hunter hunting hurrican husker huskers huskies hustler hyperion iamgod ib6ub ibanez
        iceberg icecream icehouse iceman idontkno idontknow iforgot igor iguana ihateyou illini illusion iloveme
        ilovesex iloveu iloveyo iloveyou imation immortal impala incubus indiana indians indigo inferno infiniti
        infinity infinix insane insert insomnia inspiron instagram integra intel internet intrepid intruder
        inuyasha iomega ipswich irina irish ironman iscool islander istanbul italia ivanov ivanova iverson
        iwantu jabroni jackal jackass jackoff jackpot jackson jacob jagger jaguar jamaica jambo james james007
        jamesbon jamesbond jamie jammer jammin january jarhead jasmine jason jasper java jaybird jayden jayeeuz
        jayhawk jayhawks jazzman jedi jeep jelly jellybea jenn jennifer jenny jericho jerkoff jessic jessica
        jester jesus jesuschrist jethro jetski jewels jezebel jiang jiao jiggaman jimbo jimbob jimmy jing jingle
        jiong jktymrf jockey johann johannes john johnboy joker jokers jones jorda jordan jordan23 joshua jrcfyf
        jubilee juggalo juice julie july jumper june junebug jungle junior jupiter just4fun justafun justame
        justdoit justice justin justme juventus kahuna kakashka kaktus kamikaze kamila kangaroo kansas karate
        karen karibu karina karolina kashmir kasper katana katarina katerina katie katrin kawasaki kazantip
        kcj9wx5n kcj9wxsn keeper kelly keng kenshin kenwood kenworth kenya kevin keyboard keystone keywest
        kfhbcf kickass kicker kidrock killbill killer killer12 killers killjoy killme kilroy kingfish kingkong
        kingpin kingston kinky kipper kirill kirsty kisses kissme kissmyass kisumu kitkat kitten kittens kitty
        kittycat kittykat klaster kleopatra klingon knickers knicks knights knockers knopka kodiak kolobok kool
        korn koshka kosmos kostya kotaku kotenok krishna krusty ktyjxrf kuai kuang kume kungfu labrador labtec
        lacrosse ladybug lagos laguna lakers lakota lancelot lancer lansing lantern laptop larisa larry laser
        lassie lasvegas latinas latino laura laurent lazarus leather leavemealone ledzep legacy legend legion
        legolas leng lennon leonid leopard lesbian lesbians lespaul lestat letmein letsgo lexmark lexus liang
        liao liberty lick licker licking lickit lickme lifehack lighter lightnin lightning lights linda lindros
        lineage lion lionking liquid liverpoo liverpool lizard lobster loco logan login logitech lokomotiv
        lolipop lollipop lollol lollypop london lonestar lonewolf longbow longhorn looker looser loser losers
        lotus love lovebug loveit lovely loveme lover loverboy lovers lovesex loveyou lowrider ltybcrf luan
        lucifer lucky luckydog ludmila lumber lust lvbnhbq macdaddy machine macross maddie maddog madina madison
        madman madmax madness madonna maestro maggie maggot magic magician magick magicman magnum magnus magpie
        maiden mailcreated mailcreated5240 mailman majestic makaveli maksim maksimka malaka malibu malina
        mallard mamapapa manchest manchester mancity mandarin mandingo mandy mango maniac manowar manson mantis
        manunited manutd maradona marathon marcello march maria marika marina marine mariners marines marino
        marino13 mariposa marius marker marlboro marley martin martini maryjane masamune mason massive maste
        master master12 matador matata matrix matteo matthew mature maverick maxell maxim maxima maxime maximus
        maxwell maxx maxxxx mayday mayhem mazafaka mazda mazda626 mclaren meatball meathead meatloaf mechanic
        medusa megadeth megaman megapass megatron meister melissa mellon mellow memorex memphis menace meng
        meowmeow mephisto mercedes mercury meridian merlin merlot mermaid mersedes metallic metallica mets
        mexico miami mian miao michae michael michigan mick mickey microlab micron microphone microsof microsoft
        midget midnight midway mighty mihail mikey milana milano milena milkman millwall minecraft minime mirage
        misfit misfit99 misfits mishka missy mister mistress misty mittens mnbvcxz mobydick modena mojo molly
        mollydog moloko molson mombasa momoney monaco monalisa monarch monday mondeo money moneyman moneys
        mongoose monitor monke monkey monkey12 monkeys monopoly monster montana montgom montgom240 montreal
        moocow mookie moomoo moonbeam moonlight moose mordor morgan moritz morpheus mortgage mortimer moscow
        motdepasse mother motherlode motorola mountain mouse mozart muffin mulder mullet multiplelo munchkin
        mungu muppet musashi muscle mushroom music musica musicman mustafa mustang mustangs mustard mwalimu
        mwanafunzi mybaby mygirl mylife mylove myname mypass mypassword mystic nairobi naked namaste nang nanook
        napass napoli napster naruto nascar nasty nastya natali natasha naughty ncc1701a ncc1701d ncc1701e
        nccitoia nccitoid nccitoie nebraska nemesis neng nenosiri neptune netscape nevada nevermind newbie
        newcastl newlife newpass newpassword newport newyork nextel nfnmzyf niang niao niceguy nickel nicola
        nicole nigeria nike nikita nikitos nikola nikolay nimbus nimrod niners ning ninja ninjas nintendo nipper
        nipple nipples nirvana nissan nitram nofear nokia nokia6300 nolimit nomore nong noodle noodles nookie
        nopass novell november ntktajy nuan nude nudist nugget nuggets number nutmeg nuttertools nwo4life
        nwoalife nyjets nylons nymets oakland oasis obelix obiwan oblivion oceans october ohyeah oicu oilers
        oksana oldman oleg oliver olivier omega onelove onetime onetwo online onlyme openup operator optimus
        oracle orange oranges orchid orgasm orient orioles orion oscar osiris othello outkast outlaw overkill
        overlord oxford ozzy p0015123 pa55w0rd pa55word pacers packard packer packers pacman paddle padres
        paintbal paintball pakistan paladin paloma panama panasoni panasonic pancho panda pandora pang pantera
        panther panthers panties pantyhos panzer paradise paradox parent parola parrot pascal passat
        passion passme passport passw0rd passwd passwor password password12 password123 passwords passwort
        pasword patches patric patrick patriot patriots pavilion pavlov pdtplf peach peaches peanut peanuts
        pearljam pebbles pecker peekaboo peewee pegasus pencil peng penguin penguins penis penny penthous
        pentium pepito pepper pepsi persik pervert peter peterpan petrov peugeot phantom pharmacy pheonix
        philippe philips phillies philly phish phoeni phoenix photos phpbb pian pianoman piao picard picasso
        piccolo pickle pickles pickup pics piglet pikachu pillow pimp pimpin pinball pineappl pineapple ping
        pingpong pinhead pink pinkfloy pinkfloyd pinky pioneer pippen pippo piramida pirate pirates pisces
        pissing pissoff pistol pistons pitbull pizza pizzas placebo planet plasma plastic platinum platypus
        playboy player playstation playtime plumber pluto plymouth pobeda poison poiuyt poiuytrewq pokemon
        polaris police polina polniypizdec polniypizdec0211 polo polska pompey poncho pontiac pony poochie
        poodle pooh poohbear pookie poontang poop pooper poopie poopoo poopy pooter popcorn popeye popper poppy
        porkchop porn porno pornos pornstar porsche portland portugal poseidon possum postal postman potato
        pothead powder power preacher precious predator prelude premium presario presiden presto primus prince
        princes princess pringles printer prissy private privet prodigy prophet prowler proxy psycho puddin
        pudding puffy pulsar pumpkin pumpkins punisher punkin punkrock puppies puppy pupsik purdue purple puss
        pussey pussie pussies pussy pussy123 pussycat pussyman pussys putter pyramid python q1w2e3r4 q1w2e3r4t5
        q1w2e3r4t5y6 q2w3e4r5 q2wee q2weear q2weearst q2weearst6y qa2ws qa2wseed qawsed qawsedrf qaz2ws qaz2wsx
        qaz2wsxeedc qazqaz qazwsx qazwsx12 qazwsx123 qazwsxed qazwsxedc qazwsxedc123 qazwsxedcrfv qazxsw
        qazxswedc qazzaq qiang qiao qing qiong qiq2q qiw2e qiw2eer qiw2eerat qiw2eeratsy qqqqq quan quantum
        quartz quattro queens quest qwas qwaszx qweaer qweasd qweasd123 qweasdzxc qweqwe qwer qwer1234 qwerasdf
        qwert qwert123 qwert12345 qwerty qwerty11 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyu
        qwertyui qwertyuio qwertyuiop qwertz r2d2c3po r2d2cepo rabbit rabota racecar racer racerx rachel racing
        radiohea radiohead ragnarok raider raiders rainbow rainman raistlin rambler rambo rammstein ramones
        ramrod ramses rancid random rang ranger rangers raptor rascal rasdzv rasputin rasta rastaman raven
        ravens razz rbhbkk rctybz reader realmadrid reaper rebecca rebel rebels reckless redalert redbird
        redbull reddevil reddog redfish redhead redhot redline redman redneck redrum reds redskins redsox
        redwing redwings redwood reebok reefer reload renault renegade reng rereirf rescue retard rfhbyf
        rfnthbyf rfrfirf rfrnec rhbcnbyf rhfcjnrf rhino rhjrjlbk rhtdtlrj richard rightnow ripken ripper ripple
        rjhjktdf rjirfrgbde rjntyjr rjycnfynby roadkill roadking roadrunn robert robot robotech robotics rocker
        rocket rockets rockford rockhard rockon rocks rockstar rocky rodman roller rolltide romashka rommel
        ronaldo rong rookie rooster rootbeer rosebud rotten route rover rovers royals rtyuehe ruan rubber rulez
        rulezzz runescape runner rush rush2112 ruslan russia rustam rusty sabbath sabine sabres sadie safari
        safaricom sahara sailboat sailing sailor saints sakura salamander salasana saleen sally salmon salomon
        salsero samantha samiam sammy samson samsun samsung samtron samurai sancho sandiego sandman sandro sandy
        sanfran santafe sapper sapphire sarah saratoga sascha sasha sassy sasuke satan satan666 satana saturday
        saturn saun sauron sausage sausages sayang scania scanner scarface scarlet schalke school scooby
        scoobydo scooter scorpio scorpion scotch scotland scott scotty scout scrabble scrappy scream scruffy
        scuba scully seadoo seahawks seamus searay seattle sebastia secret security seeker seinfeld select
        seminole semperfi senators seng sentinel septembe september serega serenity sergei sergey sergi
        sersolution server sesame seven sexame sexsex sexual sexx sexxxx sexxxy sexy sexyboy sexygirl sexyman
        shado shadow shaggy shai shalom shaman shamrock shaney shaney14 shang shania shannon shao shaolin shark
        sharks sharky shasta shaved shazam shei shelby shemale sheng sherlock shiloh shiner shitface shithead
        shitty shogun shooter shorty shotgun shou showme showtime shuai shuang shui shule shun shuo shutup
        siemens sierra silver silverad simba simon simple simpsons sinatra sinbad sinister sinner sirius
        sithlord sixers skate skater skeeter skidoo skiing skinny skipper skippy skittles skorpion skydive
        skylar skyler skyline skywalke skywalker slacker slapper slappy slapshot slave slavik slayer sleeper
        sleepy slick slider slim slinky slipknot slippery slut sluts slutty smashing smeghead smegma smelly
        smiles smiley smiths smitty smoke smoker smokes smokey smokie smokin smooth smudge smut snake snakes
        snapon snapper snapple snappy snatch sneakers snickers sniper snooker snoop snoopdog snoopy snowball
        snowboar snowboard snowman snuffy snuggles sobaka soccer socrates softail softball software
        sojdlg123aljg sojdlgi2ealjg soldier soleil solnce sommer sonic sonics sonoma sony sooners sophi sophie
        soprano soso123aljg sosoi2ealjg soulmate southpar southpark sowhat spaceman spank spanking spankme
        spanks spanky sparkle sparky sparta spartak spartan spartans spawn speaker specialk spectre spectrum
        speedo speedy spencer sphinx spice spider spiderma spiderman spidey spike spiker spikes spinner spirit
        spitfire splash splinter spock sponge spongebo spongebob spooky sporty spring sprint sprite spunky spurs
        sputnik spyder squall squash squirrel squirt srinivas stalin stalker stallion stanislav star starbuck
        starcraf starcraft stardust starfire starfish stargate starman starship starter startrek starwars static
        stealth steeler steelers stefano stepan steph stephani stereo sterlin steve sticks sticky stiffy stimpy
        sting stinger stingray stinky stocking stocks stonecol stonecold stoned stones stoney storm stormy
        stranger stratus strawberry strider strike striker stripper stroker stud student studly stumpy stunner
        stupid stylus suan subaru sublime submit subway subzero success suck sucker suckit suckme sucks sugar
        sultan summer summit sundance sunday sunflowe sunflower sunnyday sunrise sunset sunshin sunshine super
        super123 superadmin superb superfly superma superman supersta superstar surf surfer surfing suzuki sveta
        svetik svetlana svoboda swallow sweet sweetnes sweetpea sweets sweety swimmer swimming swinger swingers
        sword swordfis swordfish swords sydney syncmaster syracuse syzygy tacobell tacoma talisman talon tango
        tanker tanzania tardis target tarheel tarheels tarzan tattoo tatyana taurus taxman taylor tazman
        tazmania tdutybq tdutybz teacher technics techno tecno teddy teddybea teddybear teen teens tekken
        telefon telephon temp tempest templar temporary temppass teng tennis tequila terminator terrapin terror
        test test1234 tester testing testpass texas thailand thanatos thankyou theboss thecat thedog thedoors
        thedude theend thegame thegreat thekid theking theman theone thepassword therock thesims thirteen thoma
        thomas thong thongs thor thuglife thumbs thumper thunder thunderb thursday tian tiao tiberius tiburon
        tickle tiffany tiger tiger123 tigers tigger tights tiktok timber ting tinker tinkerbell tinman tintin
        tipper titan titanic titanium titans titleist tits titten titties titty toaster tolkien tomato tomcat
        tommy tommyboy toolman toon tootie tootsie topcat topdog topgun topher topper tornado toronto toshiba
        tottenha tottenham toyota tracker tractor trader trainer trance transam translator trapper travel
        traveler treasure trebor trfnthbyf triangle tricky trident trigger trinity tripod tripper triton triumph
        trixie trojan trojans trombone trooper trouble truck trucker trucks truelove trumpet trunks trustno
        tsunami tuesday tulips tunafish tundra tuning turbo turkey turkey50 turtle tweety twilight twinkle
        twisted twister tyler typhoon ufkbyf uganda ugdship2j uhuru ultima ultimate umbrella underdog undertaker
        unicorn unreal uranus usarmy user usmc usnavy usuckballz utopia vacation vader vadim vagina valentin
        valentina valera valhalla valkyrie vampire vanguard vanhalen vanilla varvara vasilisa vector vectra
        vedder vegeta velvet venera verbatim veritas verizon vermont veronika vertigo vette vfczyz vfhbyf vfhecz
        vfhufhbnf vfibyf vfitymrf vfksirf vfrcbv vfrcbvrf vfvekz vfvfgfgf vfvjxrf viagra victory viewsonic
        viking vikings viktor viktoria violetta violin viper vipers virgin vision vitalik vkontakte vladik
        vladimir vladislav volcom volley volvo voodoo vortex voyager voyeur vsegda vsjasnel vsjasnel12 vulcan
        walleye walmart walnut walrus wanker wapbbs warcraft wareagle warhammer warlock warlord warrior warriors
        warthog wasser wassup watcher water waterloo weasel webmaste webmaster wednesday weed weezer welcome
        welder weng werewolf westham westside westwood wetpussy wg8e3wjf wg8eewjf whatever whatsapp whatsup
        wheels whiskers whiskey whisky whisper whitesox whitey whocares whore whynot wibble wicked wifey
        wildcard wildcat wildcats wildfire wildman william willow windows windsor windsurf wingman winner
        winston winter wisdom wishbone wizard wolf wolfgang wolfie wolfman wolfpack wolverin wolverine wolves
        wombat woodland woody woofer woofwoof woohoo wookie wordpass wraith wrangler wrench wrestle wrestlin
        wrinkle wutang x2zkg8w xanadu xavier xbox xerxes xfiles xiang xing xtreme xxxpass yamaha yankee yankees
        ybrbnf ybrjkfq yeahbaby yellow yfcntymrf yfnfif yfnfkmz yjdsqgfhjkm yoda yomama yosemite yourmom yousuck
        youtube ytrewq yugioh yummy yzerman z1x2c3v4 z2xec z2xecav zalupa zang zaphod zappa zaq12wsx zaq1xsw2
        zaqi2wsx zaqixsw zaqizaq zaqwsx zaqxsw zaqxswcde zaraza zeng zenith zephyr zeppelin zerocool zeus zhai
        zhao zhei zheng zhjckfd zhong zhou zhuai zhuang zhui zhun zhuo zidane ziggy zigzag zipper zippy zix2c
        zix2cev zombie zong zorro zuan zvezda zxasqw zxasqw12 zxcasd zxcasdqwe zxcv zxcv1234 zxcvbn zxcvbnm
        zxcvbnm123
        """
}
