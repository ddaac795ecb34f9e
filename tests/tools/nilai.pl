#!/usr/bin/perl
# SPDX-License-Identifier: EUPL-1.2
# The judge: compares a run's keputusan.csv with the truth of a sample city.
#   nilai.pl --keputusan FILE --kebenaran FILE [--ringkasan FILE] [--batas KEY=VALUE]... [--rinci N] [--json]
# Prints one "key value" a line; with --batas exits 1 when a bound is not met (KEY>=VALUE for benar, layak and
# tepat, KEY<=VALUE for the others); --rinci shows up to N rows of each kind of mistake, masked.
#   benar        % of the rows whose person is in the registry that are padan with the right NIK
#   salah        % of the padan rows that have another person's NIK (invented people included)
#   rekaan       % of the invented rows that are padan
#   tinjau       % of all rows with padan = tinjau
#   layak        % of the people who truly meet the criteria that are terpilih or cadangan (any of their rows)
#   tepat        % of the chosen rows whose person truly meets them
#   dua_kali     people chosen more than once
#   salah_orang  chosen rows with a NIK that is not their person's
#   hilang       rows of the truth without a decision, decisions without a row, sums that do not add up
use strict;
use warnings;
use Getopt::Long;
use JSON::PP ();

my %opt = (rinci => 0);
my @bounds;
GetOptions('keputusan=s' => \$opt{keputusan}, 'kebenaran=s' => \$opt{kebenaran}, 'ringkasan=s' => \$opt{ringkasan},
	'batas=s' => \@bounds, 'rinci=i' => \$opt{rinci}, 'json' => \$opt{json}) or exit 2;
defined $opt{keputusan} && defined $opt{kebenaran} or die "nilai.pl --keputusan FILE --kebenaran FILE\n";

sub read_csv {
	my ($path) = @_;
	open my $fh, '<', $path or die "$path: $!\n";
	local $/;
	my $text = <$fh>;
	$text =~ s/^\xEF\xBB\xBF//;
	my (@rows, @row);
	while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\z)/g) {
		my ($quoted, $plain, $end) = ($1, $2, $3);
		push @row, defined $quoted ? $quoted =~ s/""/"/gr : $plain;
		next if $end eq ',';
		push @rows, [@row] unless @row == 1 && $row[0] eq '';
		@row = ();
		last if $end eq '' || pos($text) >= length $text;
	}
	my $head = shift @rows // die "$path: empty\n";
	return map { my %r; @r{@$head} = @$_; \%r } @rows;
}

my (%truth, %decided, %n, %shown, %meets, %served, %chosen);
$truth{"$_->{berkas}:$_->{baris}"} = $_ for read_csv($opt{kebenaran});
my @decisions = read_csv($opt{keputusan});

sub mask { my $s = shift // ''; return $s =~ s/^(.{6}).*(.{4})$/$1......$2/r }

sub show {
	my ($kind, $t, $k) = @_;
	return if $shown{$kind}++ >= $opt{rinci};
	print STDERR "# $kind $t->{berkas}:$t->{baris} [$t->{jenis_kerusakan}] true ", mask($t->{nik_benar}), ' typed ',
		mask($k->{nik_usulan}), ' got ', mask($k->{nik}), " '$k->{nama_usulan}' / '$k->{nama}' padan=$k->{padan}",
		" p=$k->{kecocokan} w=$k->{bobot} $k->{putusan} ($k->{alasan}) truth: $t->{memenuhi} ($t->{alasan_benar})\n";
}

for my $k (@decisions) {
	my $key = "$k->{berkas}:$k->{baris}";
	my $t = $truth{$key};
	$n{hilang}++ if $decided{$key}++ || !$t;
	next unless $t;
	my $padan = $k->{padan} eq 'padan';
	my $right = $padan && $t->{di_registri} && ($k->{nik} eq $t->{nik_benar} || ($t->{nik_lain} // '') eq $k->{nik});
	$n{rows}++;
	$n{present}++ if $t->{di_registri};
	$n{invented}++ unless $t->{di_registri};
	$n{padan}++ if $padan;
	$n{right}++ if $right;
	$n{wrong}++, show('salah', $t, $k) if $padan && !$right;
	$n{invented_padan}++ if $padan && !$t->{di_registri};
	$n{review}++, show('tinjau', $t, $k) if $k->{padan} eq 'tinjau';
	show('tidak_padan', $t, $k) if $t->{di_registri} && $k->{padan} eq 'tidak_padan';
	$meets{ $t->{orang} } //= [$t, $k] if $t->{memenuhi};
	$served{ $t->{orang} } = 1 if $k->{putusan} eq 'terpilih' || $k->{putusan} eq 'cadangan';
	next unless $k->{putusan} eq 'terpilih';
	$n{chosen}++;
	$chosen{ $t->{orang} }++;
	$n{chosen_right}++ if $t->{memenuhi};
	show('tidak_tepat', $t, $k) unless $t->{memenuhi};
	$n{salah_orang}++ unless $right || (!$k->{nik} && $t->{di_registri});
}
$decided{$_} or $n{hilang}++ for keys %truth;
for (sort keys %meets) {
	$served{$_} ? $n{served}++ : show('tidak_terlayani', @{ $meets{$_} });
}

if ($opt{ringkasan}) {
	open my $fh, '<', $opt{ringkasan} or die "$opt{ringkasan}: $!\n";
	local $/;
	my $sum = JSON::PP->new->utf8->decode(<$fh>);
	my $total = 0;
	$total += $_ for values %{ $sum->{putusan} };
	$n{hilang}++ if $total != @decisions || keys %{ $sum->{putusan} } != 5;
}

sub percent { my ($a, $b) = @_; return $b ? 100 * ($a // 0) / $b : 0 }
my %value = (
	benar => percent($n{right}, $n{present}), salah => percent($n{wrong}, $n{padan}),
	rekaan => percent($n{invented_padan}, $n{invented}), tinjau => percent($n{review}, $n{rows}),
	layak => percent($n{served}, scalar keys %meets), tepat => $n{chosen} ? percent($n{chosen_right}, $n{chosen}) : 100,
	dua_kali => scalar(grep { $_ > 1 } values %chosen), salah_orang => $n{salah_orang} // 0, hilang => $n{hilang} // 0,
	baris => $n{rows} // 0, terpilih => $n{chosen} // 0,
);
my @order = qw(baris benar salah rekaan tinjau layak tepat terpilih dua_kali salah_orang hilang);
if ($opt{json}) {
	print JSON::PP->new->canonical->encode(\%value), "\n";
} else {
	printf "%-12s %s\n", $_, $value{$_} == int $value{$_} ? $value{$_} : sprintf('%.3f', $value{$_}) for @order;
}
my $failed = 0;
for (@bounds) {
	my ($key, $bound) = /^(\w+)=([\d.]+)$/ or die "--batas $_?\n";
	exists $value{$key} or die "--batas $key: no such key\n";
	my $ok = $key =~ /^(?:benar|layak|tepat|baris|terpilih)$/ ? $value{$key} >= $bound : $value{$key} <= $bound;
	next if $ok;
	print STDERR "nilai: $key $value{$key}, bound $bound\n";
	$failed = 1;
}
exit $failed;
