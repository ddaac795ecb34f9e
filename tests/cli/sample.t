# `lindung sample`: the files of docs/panduan/sampel.md, the truth covering every row, the same bytes again.
use strict;
use warnings;
use Digest::SHA;
use File::Temp qw(tempdir);
use Test::More;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir = tempdir(CLEANUP => 1);

sub sample {
	my ($to, @args) = @_;
	my $out = `$lindung sample $to @args 2>&1`;
	return ($? >> 8, $out);
}

sub lines {
	my ($file) = @_;
	open my $fh, '<', $file or return -1;
	my $text = join '', <$fh>;
	$text =~ s/"[^"]*"//g; # a line break inside quotes is none
	return scalar(() = $text =~ /\n/g);
}

my ($code, $out) = sample("$dir/a", '--persons 20000 --proposals 400 --seed 3');
is($code, 0, 'a city is made') or diag $out;
like($out, qr/73\.72/, 'it says which city');
my @files = qw(dukcapil.csv desil.csv peserta.csv tolak_asn.csv sk_lama.csv usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv
  usulan_disnaker.xlsx hasil_padan.xlsx program.yaml kebenaran.csv);
ok(-s "$dir/a/$_", "$_ is there") for @files;
is(lines("$dir/a/dukcapil.csv"), 20001, 'one row a person');
is(lines("$dir/a/kebenaran.csv"), 401, 'one line of truth a proposal');

my %rows;
open my $truth, '<', "$dir/a/kebenaran.csv" or die;
my (%person, $twice, $invented, $fit);
while (<$truth>) {
	chomp;
	my ($file, $row, $nik, undef, $person, $there, undef, $fits) = split /,/;
	next if $file eq 'berkas';
	$rows{$file}{$row}++;
	$twice++ if $person{$person}++;
	$invented++ unless $there;
	$fit += $fits;
	like($nik, qr/^\d{16}$/, "$file:$row has a NIK") if $there && $nik !~ /^\d{16}$/;
}
is(scalar keys %{ $rows{'usulan_dinas_perikanan.csv'} }, lines("$dir/a/usulan_dinas_perikanan.csv") - 1, 'every row of the fishers is judged');
is(scalar keys %{ $rows{'usulan_dinas_pertanian.csv'} }, lines("$dir/a/usulan_dinas_pertanian.csv") - 3, 'every row of the farmers is judged');
is($invented, 10, 'one row in forty is invented');
is($twice, 16, 'one in twenty-five is there twice');
cmp_ok($fit, '>', 240, 'most fit');

($code) = sample("$dir/b", '--persons 20000 --proposals 400 --seed 3');
is($code, 0, 'made again');
is(Digest::SHA->new(256)->addfile("$dir/a/$_")->hexdigest, Digest::SHA->new(256)->addfile("$dir/b/$_")->hexdigest, "$_ is the same") for @files;

($code, $out) = sample("$dir/c", '--city 99.99');
is($code, 2, 'a city that is nowhere is refused');
like($out, qr/99\.99/, 'by its code');
ok(!-e "$dir/c", 'and nothing is made');
($code) = sample("$dir/e", '--city 32.73 --persons 2000 --proposals 50');
is($code, 0, 'a city of another province');
like(join('', map { (split /,/)[11] // '' } do { open my $fh, '<', "$dir/e/dukcapil.csv"; <$fh> }), qr/KOTA BANDUNG/, 'with its own wards');
($code) = sample("$dir/d", '--persons 10');
is($code, 2, 'ten persons are no city');
done_testing;
