# The reviewers' answers: a NIK settles what stood beside it and nothing else, TOLAK refuses, a death needs the ward.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir     = tempdir(CLEANUP => 1);
$ENV{HOME} = $dir;

sub decided {
	my ($out, $more) = @_;
	my $usulan = join ' ', map { "--usulan $_" } sort glob "$dir/usulan*";
	my $log = `$lindung run --program $dir/program.yaml $usulan --dukcapil $dir/dukcapil.csv --desil $dir/desil.csv --peserta $dir/peserta.csv --tolak $dir/tolak_asn.csv --keluaran $dir/$out $more 2>&1`;
	is($?, 0, "run into $out") or diag $log;
	open my $in, '<', "$dir/$out/keputusan.csv" or die;
	my %row;
	my @head = split /,/, <$in>;
	while (my $line = <$in>) {
		my @cell = map { s/^"(.*)"$/$1/r } $line =~ /("(?:[^"]|"")*"|[^,]*)(?:,|\r?\n)/g;
		my %r;
		@r{@head} = @cell;
		$row{"$r{berkas},$r{baris}"} = \%r;
	}
	return \%row;
}

`$lindung sample $dir --persons 40000 --proposals 900 --seed 7 2>&1`;
is($?, 0, 'a sample');
my $first = decided('satu', '');
my @review = sort grep { $first->{$_}{putusan} eq 'tinjau' && $first->{$_}{padan} eq 'padan' } keys %$first;

sub with {
	my ($pattern) = @_;
	return grep { $first->{$_}{alasan} =~ /^$pattern$/ } @review;
}
my @poor = with('belum_terdata_desil');
my @dead = with('meninggal');
my @member = with('peserta_aktif');
cmp_ok(scalar @poor, '>=', 3, 'rows without a decile') or BAIL_OUT('the sample has changed');
cmp_ok(scalar @dead, '>=', 2, 'dead rows') or BAIL_OUT('the sample has changed');
cmp_ok(scalar @member, '>=', 1, 'members') or BAIL_OUT('the sample has changed');

my @case = (
	[$poor[0], $first->{ $poor[0] }{nik}, 'belum_terdata_desil', qr/^(?:terpilih|cadangan)$/, 'the reason seen'],
	[$poor[1], $first->{ $poor[1] }{nik}, 'identitas_meragukan', qr/^tinjau$/, 'another reason than the one seen'],
	[$poor[2], $first->{ $poor[2] }{nik}, '', qr/^(?:terpilih|cadangan)$/, 'found all along: it was the criterion'],
	[$member[0], 'TOLAK', 'peserta_aktif', qr/^ditolak$/, 'TOLAK'],
	[$dead[0], $first->{ $dead[0] }{nik}, 'meninggal', qr/^tinjau$/, 'a NIK does not undo a death'],
	[$dead[1], 'TOLAK', 'meninggal', qr/^ditolak$/, 'TOLAK confirms a death'],
);
open my $out, '>', "$dir/jawaban.csv" or die;
print $out "berkas,baris,keputusan_petugas,alasan\n", map { join(',', @$_[0, 1, 2]) . "\n" } @case;
close $out;
my $second = decided('dua', "--tinjauan $dir/jawaban.csv");
for (@case) {
	my ($row, $answer, $seen, $verdict, $name) = @$_;
	like($second->{$row}{putusan}, $verdict, $name);
	like($second->{$row}{alasan}, qr/\Q$first->{$row}{alasan}\E/, "$name: the reason stays in the record");
}
is(scalar keys %$second, scalar keys %$first, 'every row is there');
done_testing();
