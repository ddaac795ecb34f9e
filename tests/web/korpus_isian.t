# Naughty strings and scripts through every text field that writes, taken from the registry: what is typed is shown as text
# on the page that checks it, and, stored, on every page that links lead to. Two servers begin with the same city; one is
# given ordinary words, the other the corpora's; each page of the second has a shape (parse5) that the first has, and nothing
# on it is alive. SIZE=night: every string through every field; else a sample by a fixed order.
use strict;
use warnings;
use Encode ();
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Bentuk;
use Isian;
use Perintah;
use Web;

plan skip_all => 'too slow with the sanitizers' if $ENV{LINDUNG_SANITIZED};
plan skip_all => 'tests/web/node_modules is missing (make setup)' unless -d 'tests/web/node_modules/parse5';

my @strings = ('"><script>alert(1)</script>', "' onmouseover='alert(1)", '{{nama}}', '</textarea><img src=x onerror=alert(1)>', '--></title><svg onload=alert(1)>',
	'javascript:alert(1)', '</td></tr></table><h1>x', '&lt;b&gt;&#60;i>', '{{#daftar}}{{{isi}}}', '<a href="//evil.example/">x</a>');
my ($blns, $xss) = map { "../shared/corpora/$_" } 'blns/blns.json', 'xss-payloadbox/Intruder/xss-payload-list.txt';
SKIP: { skip 'naughty strings are not here', 1 unless -e $blns; push @strings, map { Encode::encode_utf8($_) } @{ decode_json(Isian::slurp($blns)) }; pass('naughty strings'); }
SKIP: { skip 'cross-site scripts are not here', 1 unless -e $xss; push @strings, grep { length } split /\r?\n/, Isian::slurp($xss); pass('cross-site scripts'); }
# What is only blank is no value; what a line cannot hold is cut by the browser itself.
@strings = grep { Encode::decode_utf8($_) =~ /[^\s\x00-\x1f]/ } @strings;
my $night = ($ENV{SIZE} // '') eq 'night';
my ($turn, $checked_each, $stored_each) = (0, $night ? scalar @strings : 4, $night ? 40 : 2);
# The next one that this field may hold.
sub next_string {
	my ($f) = @_;
	for (1 .. @strings) {
		my $s = $strings[ ($turn++ * 37) % @strings ]; # 37: neighbours are alike
		return $s if length $s <= ($f->{max} // 2000);
	}
	return '<b>';
}

# --- two servers; what stands in the cells of a list, the programme's name and a ward's, differs likewise
my %in_cells = map { $_ => 1 } qw(nama tempat_lahir alamat kelurahan pekerjaan pemberi_kerja kepala_keluarga nama_ibu no_hp hubungan_kerja);
my (@city, @side, @web);
for my $n (0, 1) {
	my $column = 0;
	my $cells = sub { my ($name, $row) = @_; return unless $in_cells{$name} && ($row + $column++) % 7 == 0; return $n ? next_string({ max => 120 }) : 'Budi Santoso'; };
	mkdir "$dir/$n";
	$city[$n] = Isian->city($lindung, "$dir/$n", cells => $cells, programme => $n ? q(<b>"Pekerja" & 'Rentan'</b> {{nama}}) : 'Pekerja Rentan');
	$web[$n] = Web->start($lindung, $city[$n]{db}, '--tls-di-depan');
	ok($web[$n]{port}, 'it listens') or BAIL_OUT($web[$n]->said);
	$side[$n] = [ map { $city[$n]->enter($web[$n], $_) } 'kelola', @Isian::staff ];
	$city[$n]->learn($side[$n][1]);
	$city[$n]{ward} = $n ? '<i>Lakessi</i>"' : 'Lakessi';
}
my $shapes = Bentuk->new;
my (@bad, %count);
sub complain { my ($what, $s, $why) = @_; push @bad, "$what <- $s: $why"; }

# A page that holds a naughty string: alive?
sub look {
	my ($what, $s, $r) = @_;
	complain($what, $s, $r->{status}) if $r->{status} >= 500;
	return if ($r->{headers}{'content-type'} // '') !~ /html/;
	my $l = $shapes->look($r->{content});
	complain($what, $s, "alive: @{ $l->{alive} }") if @{ $l->{alive} };
	complain($what, $s, "a message with @{ $l->{messages} }") if @{ $l->{messages} };
	complain($what, $s, 'refused without a word') if $r->{status} =~ /^4/ && $r->{content} !~ /class="(?:faults|error)"|<p/;
	return $l;
}

# --- the page that checks, or says what is wrong
my @ops = grep { $_->{path} !~ /\{/ && $_->{path} !~ m{^/user/(?:pin|totp)|^/session} } Isian::operations($web[0]);
my @usual = ('Budi', 'rapat-koordinasi-2025', '7372010101900001', 'lihat', '1');
for my $op (@ops) {
	my @texts = grep { $_->{kind} =~ /^(?:text|secret)$/ } @{ $op->{fields} } or next;
	my ($of) = grep { Isian::page($side[0][$_], $op, {}, 'periksa')->{status} !~ /^40[34]/ } 0 .. 3;
	defined $of or next;
	next if $op->{path} =~ m{^/(?:run|ask-dukcapil)} && !$night; # computed in full each time; their texts are names of objects
	for my $f (@texts) {
		my %plain;
		for my $word (@usual, 'x' x (($f->{max} // 500) % 5000 + 1)) {
			my $r = Isian::page($side[0][$of], $op, $city[0]->right($op, $f->{name} => $word), 'periksa');
			$plain{ $r->{status} }{ $shapes->look($r->{content})->{key} } = 1;
			complain("/kerja$op->{path}", $word, "the form itself is not taken: $r->{status}") if $r->{status} =~ /^4/ && $r->{status} !~ /^4(?:09|22)$/;
		}
		for (1 .. $checked_each) {
			my $s = next_string($f);
			my $r = Isian::page($side[1][$of], $op, $city[1]->right($op, $f->{name} => $s), 'periksa');
			$count{checked}++;
			my $l = look("/kerja$op->{path} $f->{name}", $s, $r) or next;
			next if $r->{status} == 400; # no text: refused before any page is made
			my $known = $plain{ $r->{status} };
			complain("/kerja$op->{path} $f->{name}", $s, "status $r->{status}, with words @{[ sort keys %plain ]}"), next unless $known;
			complain("/kerja$op->{path} $f->{name}", $s, "shape at $r->{status}: " . $shapes->difference($l->{key}, keys %$known)) unless $known->{ $l->{key} };
		}
	}
}
is_deeply(\@bad, [], "what is typed stays text on the page that checks it ($count{checked} times)");
@bad = ();

# --- stored: the same acts on both sides, in other words
sub done { my ($r) = @_; return $r->{status} =~ /^(?:200|303)$/; }
my (%through, %closed);
sub act {
	my ($op, $f) = @_;
	for my $of (0 .. 3) {
		my $r = Isian::page($side[0][$of], $op, $city[0]->right($op, $f->{name} => 'Budi Santoso'), 'kirim');
		next unless done($r);
		for (1 .. 40) {
			my $s = next_string($f);
			$r = Isian::page($side[1][$of], $op, $city[1]->right($op, $f->{name} => $s), 'kirim');
			look("/kerja$op->{path} $f->{name}", $s, $r);
			next unless done($r);
			return $through{"$op->{path} $f->{name}"}++;
		}
		return $closed{"$op->{path} $f->{name}"} = 'takes ordinary words, and none of these';
	}
	# not even an ordinary word: the names of objects, or another step comes first
	my $s = next_string($f);
	look("/kerja$op->{path} $f->{name}", $s, Isian::page($side[1][1], $op, $city[1]->right($op, $f->{name} => $s), 'kirim'));
	return;
}
my @writes = grep { $_->{writes} && $_->{path} !~ m{^/(?:run|ask-dukcapil|public-test|coverage|person/reindex|permit/(?:end|purge)|batch/withdraw|user/disable|token/revoke|decree/return)} } @ops;
my @ends = grep { $_->{writes} && $_->{path} =~ m{^/(?:permit/end|batch/withdraw|user/disable|token/revoke|decree/return)} } @ops;
for my $round (1 .. $stored_each) {
	for my $op (sort { ($a->{path} =~ /decree/) <=> ($b->{path} =~ /decree/) } @writes) {
		act($op, $_) for grep { $_->{kind} eq 'text' } @{ $op->{fields} };
	}
}
# the chain of the draft, by several people; numbers and letters are typed on the way
for my $step (qw(verify propose initial sign issue send)) {
	my ($op) = grep { $_->{path} eq "/decree/$step" } @writes;
	for my $of (2, 3, 1) {
		my ($f) = grep { $_->{name} =~ /^(?:nomor|surat)$/ } @{ $op->{fields} };
		my $s = $f ? next_string($f) : '';
		my @r = map { Isian::page($side[$_][$of], $op, $city[$_]->right($op, $f ? ($f->{name} => $_ ? $s : 'Budi') : ()), 'kirim') } 0, 1;
		next unless done($r[0]);
		look("/kerja$op->{path}", $s, $r[1]);
		$through{"$op->{path} $f->{name}"}++ if $f && done($r[1]);
		last;
	}
}
act($_, grep { $_->{name} =~ /alasan/ } @{ $_->{fields} }) for @ends;
is_deeply(\@bad, [], 'what cannot be taken is refused with a word');
is_deeply(\%closed, {}, 'no field takes words and none of these') or diag explain \%closed;
cmp_ok(scalar(keys %through), '>=', 25, scalar(keys %through) . ' fields were stored into') or diag join "\n", sort keys %through;
note join ', ', sort keys %through;
@bad = ();

# --- every page that links lead to, of both
sub kind { my ($at) = @_; my ($path, $query) = split /\?/, $at, 2; $path =~ s{/(?:[^/]*(?:\d|%)[^/]*|[A-Z]{4}(?:-[A-Z]{4})+)(?=/|$)}{/N}g; return $path . join ',', '', sort map { s/=.*//r } split /&/, $query // ''; }
sub crawl {
	my ($who, $each) = @_;
	my (%seen, %of, $n);
	my @queue = ('/', '/kerja', '/tugas', '/pengaturan');
	while (defined(my $at = shift @queue)) {
		next if $seen{$at}++ || $at =~ m{^/(?:bahasa|keluar|buka-nik|aset)} || $of{ kind($at) }++ >= 6 || ++$n > 500;
		my $r = $who->get($at);
		my $l = $each->($at, $r) or next;
		push @queue, @{ $l->{links} };
	}
	return $n;
}
sleep 1 for grep { my $w = $_; my $until = time + 60; while (time < $until && $w->get('/api/v1/job/list')->{content} =~ /"(?:berjalan|menunggu)"/) { select undef, undef, undef, 0.3 } 0 } map { $side[$_][1] } 0, 1;
my (%plain, %asks);
for my $of (0, 1) {
	crawl($side[0][$of], sub {
		my ($at, $r) = @_;
		($r->{headers}{'content-type'} // '') =~ /html/ or return;
		my $l = $shapes->look($r->{content});
		$plain{ "$r->{status} " . kind($at) }{ $l->{key} } = 1;
		$asks{ kind($at) } //= { at => $at, of => $of, names => [ grep { !/^(?:csrf|acuan|langkah)$/ } @{ $l->{names} } ] };
		return $l;
	});
	my $n = crawl($side[1][$of], sub {
		my ($at, $r) = @_;
		my $l = look($at, 'stored', $r) or return;
		$count{pages}++;
		my $known = $plain{ "$r->{status} " . kind($at) };
		if (!$known) { complain($at, 'stored', "$r->{status}: no such page with ordinary words"); }
		elsif (!$known->{ $l->{key} }) { complain($at, 'stored', 'shape: ' . $shapes->difference($l->{key}, keys %$known)); }
		return $l;
	});
	cmp_ok($n, '>', 60, "$n pages");
}
diag join "\n", @bad > 9 ? @bad[ 0 .. 9 ] : @bad if @bad;
is_deeply(\@bad, [], "what was stored stays text on every page ($count{pages} pages)");
@bad = ();

# --- by address: what a form of a page asks for, typed again
my %queries;
for my $page (map { $asks{$_} } grep { !m{^/kerja/} } sort keys %asks) {
	for my $name (@{ $page->{names} }) {
		(my $base = $page->{at}) =~ s/\?.*//;
		next if $queries{"$base $name"}++;
		my %usual;
		for my $word (@usual, 'x' x 5000) {
			my $r = $side[0][ $page->{of} ]->get("$base?" . Web::form([ $name => $word ]));
			$usual{ $r->{status} }{ $shapes->look($r->{content})->{key} } = 1 if ($r->{headers}{'content-type'} // '') =~ /html/;
		}
		for my $s (map { next_string({ max => 2000 }) } 1 .. ($night ? 50 : 3)) {
			# objects of the first city are not in the second: then both say so
			my $r = $side[0][ $page->{of} ]->get("$base?" . Web::form([ $name => $s ]));
			my $l = look("$base?$name", $s, $r) or next;
			$count{asked}++;
			complain("$base?$name", $s, "shape at $r->{status}") unless $r->{status} == 400 || $usual{ $r->{status} }{ $l->{key} };
		}
	}
}
diag join "\n", @bad > 9 ? @bad[ 0 .. 9 ] : @bad if @bad;
is_deeply(\@bad, [], "what is typed stays text in the page's own forms ($count{asked} times)");
is(($_->stop)[0], 0, 'the end') for @web;
done_testing();
