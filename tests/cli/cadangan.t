# lindung backup and lindung restore: taken while others write, encrypted, never over anything, tested without touching
# anything; damaged, cut, foreign or newer ones are refused and leave nothing.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Time::HiRes qw(sleep);


sub bytes {
	open my $f, '<:raw', $_[0] or return '';
	local $/;
	return scalar <$f>;
}

sub files { return join ' ', sort map { s{.*/}{}r } glob "$dir/$_[0]" }

is((lindung("sample $dir/kota --persons 6000 --proposals 120 --seed 5"))[0], 0, 'a city');
my $db = "--db $dir/kota.db";
expect(0, undef, 'a run', "run --program $dir/kota/program.yaml --usulan $dir/kota/usulan_dinas_perikanan.csv"
	. " --dukcapil $dir/kota/dukcapil.csv --desil $dir/kota/desil.csv --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv"
	. " --keluaran $dir/hasil --threads 1 $db");

# --- a backup, and what it is
my $out = expect(0, qr/Byte +: [\d.]+\nPeristiwa di dalamnya +: 1\n/, 'a backup', "backup $db $dir/satu.cadangan");
my ($id) = $out =~ /Hanya terbuka dengan kunci +: ([0-9a-f]{16})/;
ok($id, 'names its key');
is((stat "$dir/satu.cadangan")[2] & 0777, 0600, 'its owner\'s alone');
is(files('*.cadangan*') . files('kota.db?*'), 'satu.cadangankota.db.hari-cadangan kota.db.lock', 'nothing else is left but its day');
my $key = do { local $_ = bytes("$ENV{HOME}/.config/lindung/kunci"); (split /\n/)[1] };
my $sealed = bytes("$dir/satu.cadangan");
is(index($sealed, pack 'H*', $key), -1, 'the key is not inside');
is(index($sealed, $key), -1, 'nor as text');
is(index($sealed, 'terpilih'), -1, 'nor is anything readable');
cmp_ok(index(bytes("$dir/kota.db"), 'terpilih'), '>', 0, 'which the database is');
expect(4, qr/tidak pernah ditimpa/, 'never over a file', "backup $db $dir/satu.cadangan");
expect(3, qr/tidak ada/, 'of nothing', "backup --db $dir/tidakada.db $dir/x.cadangan");
expect(5, qr/tidak dapat/, 'to nowhere', "backup $db $dir/tidak/ada.cadangan");
is(files('kota.db?*'), 'kota.db.hari-cadangan kota.db.lock', 'and nothing more is left');

# --- back again
expect(0, qr/utuh, isinya diperiksa selengkapnya/, 'a rehearsal', "restore --verify $dir/satu.cadangan");
is(files('*.pulih*'), '', 'leaves nothing');
expect(2, qr/ke mana/, 'where to?', "restore $dir/satu.cadangan");
$out = expect(0, qr/Peristiwa +: 1\n/, 'restored', "restore $dir/satu.cadangan --db $dir/baru.db --verify");
is((stat "$dir/baru.db")[2] & 0777, 0600, 'its owner\'s alone');
my $sealed_block = ($out =~ /Sidik blok terakhir +: ([0-9a-f]{64})/)[0];
like(expect(0, qr/utuh/, 'verify', "verify --db $dir/baru.db"), qr/$sealed_block/, 'the same chain');
my ($a, $b) = map { (lindung("decree list --db $dir/$_.db"))[1] } qw(kota baru);
is($b, $a, 'the same content');
expect(0, undef, 'and it is written to', "migrate --db $dir/baru.db");
if ((lindung('help dump'))[0] == 0) {
	expect(0, undef, 'dump', "restore $dir/satu.cadangan --db $dir/sama.db");
	my @sum = map { lindung("dump --db $dir/$_.db --keluaran $dir/$_.txt"); bytes("$dir/$_.txt") } qw(kota sama);
	cmp_ok(length $sum[0], '>', 1000, 'as text');
	is($sum[1], $sum[0], 'byte for byte the same');
}

# --- never over a database without a word; with the word it steps aside, whole
expect(4, qr/--ganti/, 'a database is there', "restore $dir/satu.cadangan --db $dir/baru.db");
my $before = (lindung("verify --db $dir/baru.db"))[1];
open my $hold, '-|', "$lindung hold --db $dir/baru.db 2>&1; true" or die;
for (1 .. 500) { last if -S "$dir/baru.db.sock"; sleep 0.02 }
expect(4, qr/proses lain/, 'in use', "restore $dir/satu.cadangan --db $dir/baru.db --ganti");
my ($pid) = bytes("$dir/baru.db.lock") =~ /^(\d+)/;
kill 'TERM', $pid;
1 while <$hold>;
close $hold;
is((lindung("verify --db $dir/baru.db"))[1], $before, 'and unchanged');
$out = expect(0, qr/disisihkan sebagai/, 'with a word', "restore $dir/satu.cadangan --db $dir/baru.db --ganti");
my ($aside) = glob "$dir/baru.db.sebelum-*";
ok($aside, 'the old one stepped aside') or diag files('*');
is((lindung("verify --db $aside"))[1], $before, 'whole') if $aside;
like((lindung("verify --db $dir/baru.db"))[1], qr/Peristiwa +: 1\n/, 'the new one is in place');

# a database that is beyond reading is what one restores over
open my $f, '>', "$dir/hancur.db" or die;
print $f 'x' x 5000;
close $f;
open $f, '>', "$dir/hancur.db-wal" or die;
print $f 'y' x 5000;
close $f;
expect(4, qr/--ganti/, 'a ruin too is not overwritten', "restore $dir/satu.cadangan --db $dir/hancur.db");
expect(0, undef, 'but it steps aside', "restore $dir/satu.cadangan --db $dir/hancur.db --ganti --verify");
is((lindung("verify --db $dir/hancur.db"))[0], 0, 'and its log is not played into the new one');
my ($ruin) = grep { !/-wal$/ } glob "$dir/hancur.db.sebelum-*";
is(bytes($ruin), 'x' x 5000, 'the ruin is kept');
is(bytes("$ruin-wal"), 'y' x 5000, 'with its log');
open $f, '>', "$dir/sisa.db-wal" or die;
print $f 'y' x 5000;
close $f;
expect(4, qr/sisa basis data lain/, 'a log without its database', "restore $dir/satu.cadangan --db $dir/sisa.db");
ok(!-e "$dir/sisa.db", 'is not joined');

# --- damaged, cut, foreign
my $n = length $sealed;
my %bad = (flipped => do { my $s = $sealed; substr($s, int($n / 2), 1) ^= "\1"; $s }, cut => substr($sealed, 0, int($n / 3)),
	head => do { my $s = $sealed; substr($s, 50, 1) ^= "\1"; $s }, end => substr($sealed, 0, $n - 1), empty => '', more => $sealed . "\0");
for my $how (sort keys %bad) {
	open my $to, '>:raw', "$dir/rusak" or die;
	print $to $bad{$how};
	close $to;
	expect(3, qr/rusak/, $how, "restore $dir/rusak --db $dir/gagal.db");
	is(files('gagal.db*') =~ s/gagal.db.lock//r, '', 'nothing is left');
	expect(3, qr/rusak/, "$how, rehearsed", "restore $dir/rusak --verify");
}
expect(3, qr/bukan cadangan/, 'no backup', "restore $dir/kota.db --db $dir/gagal.db");
lindung("init --db $dir/lain.db --kunci $dir/kuncilain");
expect(4, qr/memakai kunci $id/, 'another key', "restore $dir/satu.cadangan --db $dir/gagal.db --kunci $dir/kuncilain");
expect(4, qr/kunci tidak ada/, 'no key', "restore $dir/satu.cadangan --db $dir/gagal.db --kunci $dir/tidakada");
ok(!-e "$dir/tidakada", 'and none is made');

# --- while others write
open $hold, '-|', "$lindung hold --db $dir/kota.db 2>&1; true" or die;
for (1 .. 500) { last if -S "$dir/kota.db.sock"; sleep 0.02 }
my $writer = fork // die;
if (!$writer) {
	open STDOUT, '>', '/dev/null';
	for (1 .. 60) { system "$lindung migrate --db $dir/kota.db" }
	exit 0;
}
my @taken;
for my $k (1 .. 6) {
	my ($code, $said) = lindung("backup $db $dir/sambil$k.cadangan");
	is($code, 0, 'while others write') or diag $said;
	push @taken, $said =~ /Peristiwa di dalamnya +: ([\d.]+)/;
}
waitpid $writer, 0;
for my $k (1 .. 6) {
	my ($code, $said) = lindung("restore --verify $dir/sambil$k.cadangan");
	is($code, 0, 'restores and verifies') or diag $said;
	like($said, qr{Peristiwa +: \Q@{[$taken[$k - 1]]}\E\n}, 'holds what was there');
}
cmp_ok($taken[-1], '>', $taken[0], 'the writer did write meanwhile');
($pid) = bytes("$dir/kota.db.lock") =~ /^(\d+)/;
kill 'TERM', $pid;
1 while <$hold>;
close $hold;

# --- a folder: dated names, the old ones go
mkdir "$dir/map";
for my $day (1 .. 28) {
	open my $old, '>', sprintf("$dir/map/kota-202001%02d-080000.cadangan", $day) or die;
	close $old;
}
for my $keep ('desa-20200101-080000.cadangan', 'kota-catatan.txt') { open my $x, '>', "$dir/map/$keep" or die; close $x }
expect(0, qr/dibuang +: \d+/, 'into a folder', "backup $db $dir/map");
my @left = split ' ', files('map/kota-2020*');
# 7 days hold today and 22-28 without the 22nd; 4 weeks and 12 months lie within them, but for the weeks of 13 and 20
is_deeply(\@left, [map { sprintf 'kota-202001%02d-080000.cadangan', $_ } 19, 23 .. 28], 'seven days, four weeks, twelve months') or diag "@left";
like(files('map/kota-20*'), qr/kota-(?!2020)\d{8}-\d{6}\.cadangan/, 'and the new one');
ok(-e "$dir/map/desa-20200101-080000.cadangan" && -e "$dir/map/kota-catatan.txt", 'what is not ours stays');

# --- a PostgreSQL: its backup is the same kind of file, and restores into a file
SKIP: {
	require './tests/tools/Pg.pm';
	my $pg = Pg->start or skip 'PostgreSQL is not installed', 1;
	my $url = $pg->url('cadangan');
	expect(0, undef, 'init', "init --db '$url'");
	expect(0, qr/cukup/, 'scale check of a server', "scale check --db '$url'");
	expect(0, qr/Peristiwa di dalamnya +: 1\n/, 'backup of a server', "backup --db '$url' $dir/server.cadangan");
	is(files('*salinan*'), '', 'no open copy is left');
	expect(0, qr/selengkapnya/, 'restored into a file', "restore $dir/server.cadangan --db $dir/dariserver.db --verify");
	expect(2, qr/lindung export/, 'not into a server', "restore $dir/server.cadangan --db '$url'");
	expect(2, qr/sendiri/, 'a server needs no holder', "hold --db '$url'");
}
done_testing();
