# Ids of another region: whoever works elsewhere gets the very answer of an id that is not there, from every use case that
# takes one (out of the registry; each kind of id in each field of text or number) and every page with a part in its address.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Isian;
use Perintah;
use Web;

plan skip_all => 'too slow with the sanitizers' if $ENV{LINDUNG_SANITIZED};
my $city = Isian->city($lindung, $dir);
my ($roles) = join ',', grep { $_ ne 'admin' } Isian::slurp('src/access/role.def') =~ /^ROLE\((\w+),/mg;
$city->user('jauh', $roles, '--scope 73.71');
$city->user('jauh.kelola', 'admin', '--scope 73.71');
$city->user('desa', $roles, '--scope 73.72.04.1001');
my $web = Web->start($lindung, $city->{db}, '--tls-di-depan');
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
my %who = map { $_ => $city->enter($web, $_) } 'kelola', @Isian::staff, 'jauh', 'jauh.kelola', 'desa';
my $is = $city->learn($who{satu});

# --- one of each kind, and the like that is not there
my @ops = grep { $_->{path} !~ /\{/ } Isian::operations($web);
my ($papers) = grep { $_->{path} eq '/papers' } @ops;
my $r = Isian::api($who{satu}, $papers, $city->right($papers));
($is->{pekerjaan}) = $r->{content} =~ /"pekerjaan":"([^"]+)"/ or BAIL_OUT("no job: $r->{content}");
my ($add) = grep { $_->{path} eq '/token/add' } @ops;
$r = Isian::api($who{kelola}, $add, $city->right($add, nama => 'alat.satu'));
is($r->{status}, 200, 'a token') or diag $r->{content};
$is->{token} = 'alat.satu';
$is->{tamu} = 'tamu.kota';
$city->user('tamu.kota', 'bappeda');
($is->{nama_program}) = Isian::slurp("$city->{city}/program.yaml") =~ /^  nama: (.*)/m;
# a person and a row of another ward than that of "desa", to be reviewed
my ($far) = @{ decode_json($who{satu}->get('/api/v1/person/list?kecamatan=73.72.01')->{content})->{daftar} };
$is->{orang} = $far->{orang};
($is->{no}) = $who{satu}->get("/pemadanan/$is->{rancangan}?kecamatan=73.72.01")->{content} =~ m{/baris/(\d+)"} or BAIL_OUT('nothing to review there');
$is->{urut} = $is->{no};
$is->{kode} = '73.72.01.1001';
# of the same form and length, and not there
my %absent = (rancangan => 1, kiriman => 1, program => 1, tiket => 1, orang => 1, pekerjaan => 1);
$absent{$_} = $is->{$_} =~ s/\w{3}$/$is->{$_} =~ m{AAA$} ? 'BBB' : 'AAA'/er for keys %absent;
%absent = (%absent, tolak => '7372010101010001', no => 999999, urut => 999999, token => 'alat.tiga', tamu => 'tamu.desa', kode => '73.72.01.1099',
	nama_program => 'Perlindungan ' . 'p' x (length($is->{nama_program}) - 13));

# The same words, but for what was sent, what is typed again, and numbers and sums that are new each time.
sub words {
	my ($r, $in) = @_;
	my $c = "$r->{status} " . ($r->{headers}{location} // '') . " $r->{content}";
	for my $v (sort { length $b <=> length $a } grep { length > 5 } values %$in) { $c =~ s/\Q$v\E|@{[ Web::escape($v) ]}/X/gi }
	for my $v (grep { defined && /^\d{1,6}$/ } map { $in->{$_} } qw(no urut)) { $c =~ s/(?<![a-z])(nomor |baris(?:%2F|.))$v\b/$1X/g }
	my %ours = reverse %$is;
	$c =~ s/\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b/$ours{$1} \/\/ 'NEW'/ge;
	return $c =~ s/ (?:value|content)="[^"]*"|[0-9a-f]{64}|"permintaan":\d+//gr;
}
my (@leaks, %asked, $told);
sub compare {
	my ($what, $in, $field, $kind, $ask, $own) = @_;
	my @in = ({ %$in, $field => $is->{$kind} }, { %$in, $field => $absent{$kind} });
	my ($one, $two) = map { words($ask->($_), $_) } @in;
	$asked{$what}++;
	my $same = length((($one ^ $two) =~ /^(\0*)/)[0]);
	push @leaks, "$what: " . join ' | ', map { substr($_, $same > 60 ? $same - 60 : 0, 200) =~ s/\s+/ /gr } $one, $two if $one ne $two;
	return unless $own;
	my ($a, $b) = map { words($own->($_), $_) } @in;
	$told++ if $a ne $b;
}

# An agreement is the office's as a whole, and the public answers by ticket: neither has a region. A user's name is taken
# once in a database, and who adds one is told.
my @here = grep { $_->{path} !~ m{^/(?:run|ask-dukcapil|simulate|objection/status)$} } @ops;
sub ask { my ($name, $op) = @_; return sub { Isian::api($who{$name}, $op, $_[0], preview => 1) } }
for my $op (@here) {
	my $name = $op->{needs} =~ /^(?:kelola|token|izin_data|jejak)$/ ? 'jauh.kelola' : 'jauh';
	# (what is longer than a name is told by people, and no id)
	for my $f (grep { $_->{kind} =~ /^(?:text|integer)$/ && ($_->{max} // 0) <= 200 } @{ $op->{fields} }) {
		next if $op->{path} eq '/letterhead/save';
		my @kinds = $f->{kind} eq 'integer' ? grep { $_ eq $f->{name} } qw(no urut) : grep { !/^(?:no|urut)$/ } sort keys %absent;
		for my $kind (@kinds) {
			next if $kind eq 'tamu' && $op->{path} eq '/user/add';
			compare("$op->{path} $f->{name}=$kind", $city->right($op), $f->{name}, $kind, ask($name, $op), $f->{name} eq $kind && ask('satu', $op));
			next unless $kind =~ /^(?:no|urut|orang|tolak|kode)$/;
			compare("$op->{path} $f->{name}=$kind, of another ward", $city->right($op), $f->{name}, $kind, ask('desa', $op));
		}
	}
}
diag join "\n", map { substr $_, 0, 700 } @leaks if @leaks;
is_deeply(\@leaks, [], 'use cases: ' . scalar(keys %asked) . ' fields and kinds of ids');
cmp_ok($told // 0, '>', 20, 'while for its own region ' . ($told // 0) . ' of them tell one from the other');
(@leaks, %asked) = ();

# --- pages: each part of the address, of GET and POST
my $pages = 0;
for my $file (glob 'src/*/*_pages.def') {
	my $text = Isian::slurp($file);
	while ($text =~ /^(PAGE|POST|HANDLER|HANDLER_SLOW)\s*\(\s*(?:(GET|POST),)?\s*"([^"]*\{[^"]+)"/mg) {
		my ($method, $path) = ($2 // 'POST', $3);
		next if $path =~ m{^/(?:kerja|kartu/)|\{(?:izin|laporan)\}}; # /kerja: the use cases above; /kartu: anybody's who holds the code
		$pages++;
		my @parts = $path =~ /\{(\w+)\}/g;
		for my $part (@parts) {
			my %in = map { $_ => $is->{$_} // 'x.pdf' } @parts;
			my $go = sub {
				my ($by) = @_;
				return sub {
					my ($in) = @_;
					my $at = $path =~ s/\{(\w+)\}/Web::escape($in->{$1})/ger;
					return $who{$by}->get($at, headers => { Isian::address() }) if $method eq 'GET';
					return $who{$by}->request('POST', $at, headers => { Isian::address(), 'Content-Type' => 'application/x-www-form-urlencoded' },
						body => Web::form([ csrf => $who{$by}{csrf}, alasan => 'alasan yang cukup', jawaban => 'TOLAK', putusan => 'ditolak', dasar => 'dasar yang jelas' ]));
				};
			};
			next unless $absent{$part};
			compare("$method $path {$part}", \%in, $part, $part, $go->('jauh'), $method eq 'GET' && $go->('satu'));
			compare("$method $path {$part}, of another ward", \%in, $part, $part, $go->('desa')) if $part =~ /^(?:no|orang|kode)$/;
		}
	}
}
cmp_ok($pages, '>', 30, "$pages pages");
diag join "\n", map { substr $_, 0, 700 } @leaks if @leaks;
is_deeply(\@leaks, [], 'pages: ' . scalar(keys %asked) . ' parts of addresses');
is(($web->stop)[0], 0, 'the end');
done_testing();
