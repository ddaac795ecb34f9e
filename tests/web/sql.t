# SQL in every parameter: each field of each use case (by the API), each part of an address, each name and header. Never a
# 500; and whatever is typed, no statement is carried out that is not in the closed catalogue (src/db/statements.def): a
# server that notes them all (traced.c) is asked first with right values, then with the lists of the corpora.
# SIZE=night: every string through every field; else a few for each, all of them through some.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Isian;
use Perintah;
use Web;

plan skip_all => 'too slow with the sanitizers' if $ENV{LINDUNG_SANITIZED};
my $build = $ENV{LINDUNG_BUILD} // 'build/meson';
plan skip_all => "$build/tests/lindung_traced is not built" unless -x "$build/tests/lindung_traced";

# --- what is typed
my @strings = ("' OR '1'='1", "'; DROP TABLE event; --", "1; DELETE FROM run", "' UNION SELECT sealed FROM answer --", "1) OR 1=1 --", '%', '_', "\\'", '"', 'x\' || (SELECT hash FROM head) || \'',
	"';ATTACH DATABASE '/tmp/x' AS x;--", '?1', ':1', '$1', "' AND randomblob(1000000000) --");
my $corpus = '../shared/corpora/sqli-payloadbox/Intruder';
my @lists = split /\n/, `find $corpus -name '*.txt' 2>/dev/null | sort`;
my %seen;
push @strings, grep { length && length() < 2000 && !$seen{$_}++ } map { s/\r$//r } map { split /\n/, Isian::slurp($_) } @lists;
SKIP: { skip 'the lists of SQL are not here', 1 unless @lists; cmp_ok(scalar @strings, '>', 1000, scalar(@strings) . ' strings'); }
my $each = ($ENV{SIZE} // '') eq 'night' ? @strings : 4;
my $turn = 0;
sub some { return map { $strings[ $turn++ % @strings ] } 1 .. $each; }

# --- a server that notes its statements
my $city = Isian->city($lindung, $dir);
my $notes = "$dir/pernyataan";
$ENV{LINDUNG_JEJAK_SQL} = $notes;
my $web = Web->start("$build/tests/lindung_traced", $city->{db}, '--tls-di-depan');
delete $ENV{LINDUNG_JEJAK_SQL};
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
my @who = map { $city->enter($web, $_) } 'kelola', @Isian::staff;
$city->learn($who[1]);
sub noted { return split /\0/, -e $notes ? Isian::slurp($notes) : ''; }

# What changes who is signed in, or works for minutes, is computed and not carried out.
sub only_computed { my ($op) = @_; return $op->{job} || $op->{path} =~ m{^/(?:user/pin|user/totp|session|user/disable|run)}; }

# The first who may.
sub ask {
	my ($op, $in, %o) = @_;
	my $r;
	for my $who (@who) {
		$r = Isian::api($who, $op, $in, preview => 1, %o);
		last if $r->{status} != 403;
	}
	return $r;
}

# --- right values: what is asked is understood, so that the strings go where a value goes
my @ops = grep { $_->{path} !~ /\{/ } Isian::operations($web);
cmp_ok(scalar @ops, '>', 90, scalar(@ops) . ' use cases');
my (@not, $waits);
for my $op (@ops) {
	my $r = ask($op, $city->right($op));
	$waits++ if $r->{status} == 409;
	push @not, "$op->{path}: $r->{status} $r->{content}" unless $r->{status} =~ /^(?:200|409)$/ || $r->{content} =~ /orang lain|tidak ada(?: atau sudah berakhir)?\b/;
	ask($op, $city->right($op), preview => 0) unless only_computed($op) || $op->{path} =~ /^\/decree/;
}
is_deeply(\@not, [], 'right values are understood');
cmp_ok($waits, '<=', 14, "$waits wait for another step");

my @before = noted();
my %known = map { $_ => 1 } @before;
my %own = map { $_ => 1 } map { ($_, /[^;]+;/g) } map { my $s = Isian::slurp($_); $s =~ /"((?:PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SELECT)[^"]*)"/g } glob('src/db/*.c');
my %catalogue = map { ("=$_" => 1) } Isian::slurp('src/db/statements.def') =~ /^STATEMENT\((\w+),/mg;
cmp_ok(scalar(grep { $catalogue{$_} } @before), '>', 150, scalar(grep { $catalogue{$_} } @before) . ' statements of the catalogue were carried out');
# "verify" makes an empty database in memory out of the migrations, and compares
is_deeply([ grep { !$catalogue{$_} && !$own{$_} && !/^(?:CREATE|ALTER|INSERT INTO|DROP|UPDATE|DELETE) .*;$/s } @before ], [],
	'and what the database room says of itself (begin, commit, pragmas, migrations)');

# --- every field of every use case
my (@bad, $asked);
sub judge {
	my ($what, $s, $r) = @_;
	$asked++;
	push @bad, "$what <- $s: $r->{status} $r->{content}" if $r->{status} >= 500;
	push @bad, "$what <- $s: speaks of the database" if $r->{content} =~ /\b(?:sqlite|syntax error|no such (?:table|column)|near \\?")/i;
}
for my $op (@ops) {
	for my $f (grep { $_->{kind} ne 'file' } @{ $op->{fields} }) {
		for my $s (some()) {
			my $r = ask($op, $city->right($op, $f->{name} => $s), preview => only_computed($op) ? 1 : $turn & 1);
			judge("$op->{path} $f->{name}", $s, $r);
		}
	}
	for my $s ((some())[ 0, 1 ]) {
		judge("$op->{path}: a field's name", $s, ask($op, $city->right($op, $s => 1)));
	}
}
# --- parts of addresses, of the API and of pages, and their queries
my @pages = map { my $t = Isian::slurp($_); $t =~ /^\s*(?:PAGE|HANDLER|HANDLER_SLOW)\s*\(\s*GET,\s*"([^"]+)"/mg } glob 'src/*/*_pages.def';
push @pages, map { "/api/v1$_->{path}" } grep { $_->{path} =~ /\{/ } Isian::operations($web);
my %names = map { $_->{name} => 1 } map { @{ $_->{fields} } } @ops;
for my $page (grep { !/^\/(?:keluar|bahasa)/ } @pages) {
	for my $i (0 .. (() = $page =~ /\{/g) - 1) {
		for my $s (some()) {
			my $n = -1;
			(my $at = $page) =~ s/\{(\w+)\}/++$n == $i ? Web::escape($s) : Web::escape($city->{is}{$1} \/\/ '1')/ge;
			judge($page, $s, $_->get($at)) for $who[1];
		}
	}
	my $n = -1;
	(my $at = $page) =~ s/\{(\w+)\}/Web::escape($city->{is}{$1} \/\/ '1')/ge;
	for my $name (sort keys %names) { # a page takes what it takes; the rest it leaves alone
		next if $each < 1000 && $turn % 3;
		judge("$page?$name", $_, $who[1]->get("$at?" . Web::form([ $name => $_ ]))) for (some())[0];
	}
	$turn++;
}
# --- headers
for my $s (grep { !/[^\x20-\x7e]/ } map { some() } 1 .. 8) {
	judge('Cookie', $s, $web->other->get('/', headers => { Cookie => "__Host-lindung=$s; lindung=$s" }));
	judge('Authorization', $s, $web->other->get('/api/v1/decree/list', headers => { Authorization => "Bearer $s" }));
	judge('Accept-Language', $s, $web->other->get('/cek', headers => { 'Accept-Language' => $s, 'X-Forwarded-For' => $s }));
	judge('Idempotency-Key', $s, $who[1]->request('POST', '/api/v1/objection/add', body => '{}',
			headers => { 'Content-Type' => 'application/json', 'X-CSRF' => $who[1]{csrf}, 'Idempotency-Key' => $s }));
	judge('signing in', $s, $web->other->sign_in($s, $s, kode => $s, ke => $s));
}
is_deeply(\@bad, [], "$asked requests: no 500, no word of the engine") or diag "$asked";
cmp_ok($turn, '>=', scalar @strings, 'each string was typed somewhere');
my @after = grep { !$known{$_} } noted();
is_deeply([ grep { !$catalogue{$_} && !$own{$_} } @after ], [], 'no statement outside the closed catalogue');
note scalar(@after), ' more statements of the catalogue';
is(($web->stop)[0], 0, 'the end');
is((lindung("verify --db $city->{db} " . $city->as('kelola')))[0], 0, 'and all is sound');
done_testing();
