# Accuracy on the lists of the third generator (tests/tools/kota_ketiga.mjs): full lists of six dialects, lists of few columns, and the registry office's verdicts.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP ();
use Test::More;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
system("$lindung run --help >/dev/null 2>&1") == 0 or plan skip_all => 'this program has no `lindung run`';
plan skip_all => 'the plain build is judged' if $ENV{LINDUNG_SANITIZED};
my $dir = tempdir(CLEANUP => 1);

my %full = (benar => 98, salah => 0.1, rekaan => 0.5, tinjau => 3, layak => 97.5, tepat => 99.5, dua_kali => 0, salah_orang => 1, hilang => 0);
# Where a list has no more than a name and a damaged number nobody can tell who it is; nobody wrong may be taken.
my %few = (salah => 0.2, rekaan => 2.5, tepat => 99.5, dua_kali => 0, hilang => 0);

sub judged {
	my ($name, $data, $bounds, $kinds) = @_;
	my $out = "$dir/hasil-$name";
	open my $fh, '<', "$data/daftar.txt" or die "$data: $!";
	my @lists = map { /^(\w+) (\S+)/ && $kinds->{$1} ? "--$1 $data/$2" : () } <$fh>;
	push @lists, "--hasil-padan $data/hasil_padan.csv" unless $kinds->{dukcapil};
	my $said = `$lindung run --program $data/program.yaml @lists --desil $data/dtsen.csv --peserta $data/peserta.csv --tolak $data/gaji.csv --keluaran $out 2>&1`;
	is($? >> 8, 0, "$name: the run ends well") or return diag $said;
	my $json = `/usr/bin/perl tests/tools/nilai.pl --json --keputusan $out/keputusan.csv --kebenaran $data/kebenaran.csv --ringkasan $out/ringkasan.json`;
	my $got = JSON::PP->new->decode($json);
	diag(join ' ', "$name:", map { sprintf '%s %.4g', $_, $got->{$_} } qw(baris benar salah rekaan tinjau layak tepat terpilih salah_orang));
	for my $key (sort keys %$bounds) {
		my $op = $key =~ /^(?:benar|layak|tepat)$/ ? '>=' : '<=';
		cmp_ok($got->{$key}, $op, $bounds->{$key}, "$name: $key $op $bounds->{$key}");
	}
}

sub city {
	my ($name, $how) = @_;
	my $data = "$dir/$name";
	system("node tests/tools/kota_ketiga.mjs $data $how >/dev/null") == 0 or BAIL_OUT('no third city');
	return $data;
}

my %all = (usulan => 1, dukcapil => 1);
my $night = ($ENV{SIZE} // '') eq 'night';
my $size = $night ? '--persons 150000 --proposals 8000' : '--persons 30000 --proposals 1500';
my @by_day = (
	['surabaya', '--kota 35.78 --registri A', \%full],
	['denpasar', '--kota 51.71 --registri C --seed 2', \%full],
	['medan-dua-kali', '--kota 12.71 --registri C --laju 2 --seed 4', { %full, benar => 96, layak => 96 }],
	['nik-nama', '--bentuk nik_nama --seed 7', { %few, benar => 85 }],
	['nama-tanggal-kelurahan', '--bentuk nama_tgl_kel --kota 51.71 --registri C --seed 8', { %few, benar => 85 }],
);
my @by_night = (
	['bandung-setengah', '--kota 32.73 --registri B --laju 0.5 --seed 3', \%full],
	['nik-nama-tanggal', '--bentuk nik_nama_tgl --kota 32.73 --registri C --seed 5', \%full],
	['nik-nama-kk', '--bentuk nik_nama_kk --kota 12.71 --seed 6', { %few, benar => 95 }],
);
for (@by_day, $night ? @by_night : ()) {
	my ($name, $how, $bounds) = @$_;
	my $data = city($name, "$size $how");
	judged($name, $data, $bounds, \%all);
	judged("$name-jawaban", $data, { salah_orang => 0, dua_kali => 0, hilang => 0 }, { usulan => 1 }) if $name eq 'surabaya';
}
done_testing;
