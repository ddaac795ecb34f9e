# A list that comes back is decided as before: every row, every column, whatever stood over groups of rows.
use strict;
use warnings;
use utf8;
use File::Temp qw(tempdir);
use Test::More;
use lib 'tests/tools';
use Baca;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir = tempdir(CLEANUP => 1);
$ENV{HOME} = $dir;

sub decided {
	my ($to, @lists) = @_;
	my $usulan = join ' ', map { "--usulan '$_'" } @lists;
	my $log = `$lindung run --program $dir/program.yaml $usulan --dukcapil $dir/dukcapil.csv --desil $dir/desil.csv --peserta $dir/peserta.csv --tolak $dir/tolak_asn.csv --keluaran $dir/$to 2>&1`;
	is($?, 0, "run into $to") or diag $log;
	my @rows = csv_objects("$dir/$to/keputusan.csv");
	my (%at, $i);
	$at{"$_->{berkas}:$_->{baris}"} = $i++ for @rows;
	for (@rows) { # the file has another name now: what counts is which row is meant
		$_->{ganda_dengan} = $at{ $_->{ganda_dengan} } if $_->{ganda_dengan};
		delete @$_{qw(berkas baris)};
	}
	return \@rows;
}

sub back { return sort glob "'$dir/$_[0]/kembali/'*.xlsx" }

# Hasil, Keterangan and the rest, without the names of lists.
sub sheet {
	my ($file) = @_;
	my @rows = xlsx_rows($file);
	for my $r (@rows) { s/\S+\.xlsx baris \d+/(baris lain)/, s/\S+\.csv baris \d+/(baris lain)/ for grep { defined } @$r }
	return \@rows;
}

my $persons = $ENV{LINDUNG_SANITIZED} ? 12000 : 60000;
my $proposals = $persons / 15;
`$lindung sample $dir --persons $persons --proposals $proposals --seed 3 2>&1`;
is($?, 0, 'a sample');
# an office's own remarks, and a title row that tells the village
open my $own, '>', "$dir/usulan_zz_lurah.csv" or die;
open my $registry, '<:encoding(UTF-8)', "$dir/dukcapil.csv" or die;
my (@title, @some);
while (my $line = <$registry>) {
	my @cell = split /,/, $line =~ s/\R\z//r, -1;
	@title = @cell, next unless @title;
	my %r;
	@r{@title} = @cell;
	push @some, \%r if @cell == @title && $line !~ /"/ && $r{status} eq 'HIDUP';
	last if @some == 30;
}
print $own "DAFTAR PEKERJA RENTAN,,,,\nKelurahan: LOMPOE,,,,\nKeterangan,NIK,Nama,Tanggal Lahir,Pekerjaan\n";
print $own "No. KK: $_->{no_kk},,,,\nusulan RT,$_->{nik},$_->{nama},$_->{tanggal_lahir},Nelayan\n" for @some[ 5 .. 24 ];
print $own "usulan RW,$_->{nik},$_->{nama},,Petani\n" for @some[ 5 .. 9 ];
close $own;

my $first = decided('satu', sort glob "$dir/usulan*");
my $again = decided('dua', back('satu'));
is(scalar @$again, scalar @$first, 'every row comes back');
my @differ = grep { my $i = $_; grep { $first->[$i]{$_} ne $again->[$i]{$_} } keys %{ $first->[$i] } } 0 .. $#$first;
is(scalar @differ, 0, 'and every column of its decision is the same') or diag explain [ @$first[ $differ[0] ], @$again[ $differ[0] ] ];
my $third = decided('tiga', back('dua'));
is_deeply($third, $again, 'so it is the third time');
my @one = back('dua');
my @two = back('tiga');
is_deeply(sheet($two[$_]), sheet($one[$_]), "$_: our columns are written anew, not added again") for 0 .. $#one;

my @lurah = xlsx_rows("$dir/satu/kembali/usulan_zz_lurah.csv.xlsx");
is_deeply($lurah[0], [ 'Keterangan', 'NIK', 'Nama', 'Tanggal Lahir', 'Pekerjaan', 'No. KK', 'Kelurahan', 'Hasil', 'Keterangan', 'Yang harus dilengkapi', 'id_baris' ],
	'own columns first, what groups and titles told next, then ours');
is($lurah[1][0], 'usulan RT', 'an office keeps its own remarks');
is($lurah[1][5], $some[5]{no_kk}, 'the family card of the group row stands in the row');
is($lurah[1][6], 'LOMPOE', 'and the village of the title row');
my %id = map { $_->[-1] => 1 } @lurah[ 1 .. $#lurah ];
is(scalar keys %id, 25, 'each row has its own id_baris');
done_testing();
