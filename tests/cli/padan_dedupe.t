# `padan dedupe` on thirty thousand made-up people (padan/tests/make_people.c), and on what no list should be.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use Time::HiRes qw(time);

my $padan = $ENV{PADAN} // 'build/padan';
my $people = ($ENV{LINDUNG_BUILD} // 'build/meson') . '/padan/cli/make_people';
my $dir = tempdir(CLEANUP => 1);
my $slow = $ENV{LINDUNG_SANITIZED} ? 20 : 1;

sub put { my ($name, $text) = @_; open my $fh, '>:raw', "$dir/$name" or die; print $fh $text; close $fh; return "$dir/$name"; }
sub slurp { open my $fh, '<:raw', $_[0] or die "$_[0]: $!"; local $/; return scalar <$fh>; }
sub run { my $out = `$padan @_ 2>&1`; return ($? >> 8, $out); }
sub cpu { my $from = (times)[2] + (times)[3]; my @r = run(@_); return ((times)[2] + (times)[3] - $from, @r); }

# id -> cluster
sub clusters { my ($head, @l) = split /\n/, slurp($_[0]); my %c; for (@l) { my ($id, $k) = split /,/, $_, 2; $c{$id} = $k } return \%c; }
sub f1 {
	my ($truth, $found) = @_;
	my (%t, %c, %b);
	$t{ $truth->{$_} }++, $c{ $found->{$_} // '' }++, $b{"$truth->{$_}\t" . ($found->{$_} // '')}++ for keys %$truth;
	my $sum = sub { my $s = 0; $s += $_ * ($_ - 1) / 2 for @_; return $s };
	return 2 * $sum->(values %b) / ($sum->(values %c) + $sum->(values %t));
}
# The same partition, whatever a cluster is called?
sub same_parts {
	my ($a, $b) = @_;
	my (%ab, %ba);
	for (keys %$a) {
		return 0 unless defined $b->{$_};
		return 0 if ($ab{ $a->{$_} } //= $b->{$_}) ne $b->{$_} || ($ba{ $b->{$_} } //= $a->{$_}) ne $a->{$_};
	}
	return keys %$a == keys %$b;
}

SKIP: {
	skip 'make_people is not built', 15 unless -x $people;
	my $text = `$people 30000 300 100 5`;
	my ($head, @rows) = split /\n/, $text;
	my %truth = map { ((split /,/)[0] => (split /,/)[-1]) } @rows;
	my $file = put('orang.csv', $text);
	ok(-s $file > 4 << 20, 'a file of which only the beginning is split at first');
	my ($cpu, $code, $out) = cpu("dedupe $file --exclude orang -o $dir/1.csv --threads 1 --json $dir/1.json");
	is($code, 0, 'one thread') or diag $out;
	my $one = clusters("$dir/1.csv");
	my $f = f1(\%truth, $one);
	cmp_ok($f, '>=', .99, sprintf 'F1 %.4f', $f);
	cmp_ok($cpu, '<', 8 * $slow, sprintf '%.2f CPU seconds', $cpu);
	like(slurp("$dir/1.json"), qr/"baris": 30000,/, 'every row was read');
	run("dedupe $file --exclude orang -o $dir/2.csv --threads 2");
	is(slurp("$dir/2.csv"), slurp("$dir/1.csv"), 'two threads, the same bytes');
	my @mixed = map { $rows[ $_ * 7919 % @rows ] } 0 .. $#rows;
	my $other = put('acak.csv', join "\n", $head, @mixed, '');
	run("dedupe $other --exclude orang -o $dir/3.csv --threads 2");
	ok(same_parts($one, clusters("$dir/3.csv")), 'another order of the rows, the same people');
	# Every cell in quotes, with a line break and doubled quotes in the address.
	my @quoted = map { my @c = split /,/, $_, -1; $c[10] .= qq("\n"); join ',', map { my $s = $_; $s =~ s/"/""/g; qq("$s") } @c } @rows;
	run('dedupe ' . put('kutip.csv', join "\r\n", $head, @quoted, '') . " --exclude orang -o $dir/4.csv --threads 2");
	cmp_ok(f1(\%truth, clusters("$dir/4.csv")), '>=', .99, 'quotes, breaks and CRLF');
	# The id of the beginning stands twice at the end: rows are numbered.
	my @twice = @rows;
	$twice[-1] =~ s/^\d+/1/;
	($code, $out) = run('dedupe ' . put('ganda.csv', join "\n", $head, @twice, '') . " --exclude orang -o $dir/5.csv --threads 2");
	is($code, 0, 'an id that stands twice') or diag $out;
	my @l = split /\n/, slurp("$dir/5.csv");
	is(scalar @l, 30001, 'and still every row once');
	# A pilot leaves rules out; what is saved is what was used. Of few doubles it cannot judge.
	($code, $out) = run("dedupe $file --exclude orang -o $dir/6.csv --plan --save-model $dir/6.json");
	my %named = $out =~ /^ *(\d+)\. (.*)$/gm;
	my ($used) = $out =~ /^Aturan yang dipakai: ([\d, ]+)$/m;
	my @used = split /, /, $used // '';
	cmp_ok(scalar @used, '<', scalar keys %named, 'rules that bring nothing new are left out') or diag $out;
	is(slurp("$dir/6.csv"), slurp("$dir/1.csv"), '--plan changes nothing');
	my ($rules) = slurp("$dir/6.json") =~ /"rules"\s*:\s*\[(.*?)\n\s*\]\s*[,}]/s;
	my $saved = () = ($rules // '') =~ /^\s*\[/gm;
	is($saved, scalar @used, 'the model has the rules that were used') or diag slurp("$dir/6.json");
	($code, $out) = run("dedupe $dir/acak.csv --exclude orang -o $dir/7.csv --plan");
	like($out, qr/^Aturan yang dipakai: \Q$used\E$/m, 'and another order of the rows does not change the choice');
	my $few = put('jarang.csv', scalar `$people 20000 5 100 6`);
	($code, $out) = run("dedupe $few --exclude orang -o $dir/8.csv --plan");
	%named = $out =~ /^ *(\d+)\. (.*)$/gm;
	($used) = $out =~ /^Aturan yang dipakai: ([\d, ]+)$/m;
	is($code, 0, 'few doubles') or diag $out;
	is(scalar(@used = split /, /, $used // ''), scalar keys %named, 'of few doubles every rule is used');
}

# What no list should be: a right answer or a clear message, in time that grows with the rows.
{
	my $rows = join '', map { "$_,7372010101800001,IBRAHIM DG MAPPUJI,1980-01-01,LUMPUE\n" } 1 .. 200000;
	my $file = put('sama.csv', "id,nik,nama,tanggal_lahir,kelurahan\n$rows");
	my ($cpu, $code, $out) = cpu("dedupe $file -o $dir/c.csv");
	is($code, 2, 'nothing but one value in every column: there is nothing to compare') or diag $out;
	like($out, qr/tidak ada kolom/, 'it says so');
	$rows = join('', map { sprintf "%d,73720%d0101800001,%s SALLE,19%02d-02-03,LAPADDE\n", 200000 + $_, $_ % 10, chr(65 + $_ % 26) x 3, $_ % 90 } 1 .. 500) . $rows;
	$file = put('sama.csv', "id,nik,nama,tanggal_lahir,kelurahan\n$rows");
	($cpu, $code, $out) = cpu("dedupe $file -o $dir/c.csv --json $dir/c.json");
	is($code, 0, 'two hundred thousand equal rows among others') or diag $out;
	my $c = clusters("$dir/c.csv");
	is(scalar(grep { ($c->{$_} // '') eq '1' } 1 .. 200000), 200000, 'are one person');
	my ($compared) = slurp("$dir/c.json") =~ /"dibandingkan": (\d+)/;
	cmp_ok($compared, '<', 1000000, "$compared pairs compared");
	cmp_ok($cpu, '<', 10 * $slow, sprintf '%.2f CPU seconds', $cpu);
}
for ([ 'one row', "id,nama,kota\n1,ANDI,X\n", 0 ], [ 'all columns empty', "id,nama,kota\n" . join('', map { "$_,,\n" } 1 .. 5000), 2 ],
	[ 'one column empty', "id,nama,kota\n" . join('', map { sprintf "%d,ANDI %s,\n", $_, chr(65 + $_ % 26) x 4 } 1 .. 5000), 0 ],
	[ 'NUL bytes', "id,nama,kota\n" . join('', map { sprintf "%d,AN\0DI %s,PARE\0PARE\n", $_, chr(65 + $_ % 26) x 4 } 1 .. 3000), 3 ],
	[ 'NULs behind the beginning', "id,nama,kota\n" . join('', map { sprintf "%d,ANDI %s,PAREPARE\n", $_, chr(65 + $_ % 26) x 4 } 1 .. 300000) . "300001,AN\0DI,PARE\0PARE\n", 0 ],
	[ 'values of ten megabytes', "id,nama,kota\n1," . 'A' x 10000000 . ",X\n2," . 'ANDI ' x 2000000 . ",Y\n3,BASO," . 'B' x 10000000 . "\n", 0 ],
	[ 'a torn quote at the end', "id,nama,kota\n" . join('', map { "$_,ANDI $_,X$_\n" } 1 .. 300000) . "9,\"BASO\n", 3 ]) {
	my ($what, $text, $want) = @$_;
	my ($cpu, $code, $out) = cpu('dedupe ' . put('aneh.csv', $text) . " -o $dir/c.csv");
	is($code, $want, $what) or diag $out;
	cmp_ok($cpu, '<', 10 * $slow, sprintf '%s: %.2f CPU seconds', $what, $cpu);
	is(scalar(split /\n/, slurp("$dir/c.csv")), scalar(() = $text =~ /\n/g), "$what: every row once") if $want == 0;
	like($out, qr/^padan: .*aneh\.csv/, "$what: a message") if $want;
}
# Many rows that share what should tell people apart: a filler's number, one name and one day, a handful of names.
srand 7;
my $letters = sub { join '', map { chr(65 + int rand 26) } 1 .. 5 };
for ([ 'one NIK and one telephone in every row', 'nik,nama,tanggal_lahir,no_hp', sub { sprintf '7372010101800001,%s %s,19%02d-%02d-%02d,081234567890', $letters->(), $letters->(), 10 + rand 80, 1 + rand 12, 1 + rand 28 } ],
	[ 'one name and one day of birth', 'nama,tanggal_lahir,kota', sub { 'SITI AMINAH,1980-01-01,' . $letters->() } ],
	[ 'twelve names on one day', 'nama,tanggal_lahir,kota', sub { sprintf '%s %s,1980-01-01,K%d', (qw(SITI NUR SRI DEWI))[ rand 4 ], (qw(AMINAH HASNAH RATNA))[ rand 3 ], rand 50 } ]) {
	my ($what, $head, $row) = @$_;
	my $file = put('banyak.csv', "id,$head\n" . join('', map { "$_," . $row->() . "\n" } 1 .. 60000));
	my ($cpu, $code, $out) = cpu("dedupe $file -o $dir/c.csv --json $dir/c.json");
	is($code, 0, $what) or diag $out;
	my ($compared) = slurp("$dir/c.json") =~ /"dibandingkan": (\d+)/;
	cmp_ok($compared, '<', 60000 * 20, "$what: $compared pairs compared");
	cmp_ok($cpu, '<', 10 * $slow, sprintf '%s: %.2f CPU seconds', $what, $cpu);
	is(scalar(split /\n/, slurp("$dir/c.csv")), 60001, "$what: every row once");
}
# Ids that stand twice: rows are numbered; asked for by name, the column is taken and the doubles are counted.
{
	my $file = put('ganda.csv', "id,nama,kota\n1,ANDI SALLE,X\n1,ANDI SALLE,X\n2,BASO,Y\n2,CICI DARA,Z\n");
	my ($code, $out) = run("dedupe $file -o $dir/c.csv");
	is($code, 0, 'ids that stand twice') or diag $out;
	is(slurp("$dir/c.csv"), "id,cluster_id\n1,1\n2,1\n3,3\n4,4\n", 'rows are numbered');
	($code, $out) = run("dedupe $file --id id -o $dir/c.csv");
	is($code, 0, 'the column that was asked for') or diag $out;
	like($out, qr/^padan: .*ganda\.csv: 2 baris memakai pengenal/, 'a warning that counts them');
	is(scalar(split /\n/, slurp("$dir/c.csv")), 5, 'every row once');
	($code, $out) = run('dedupe ' . put('judul.csv', "id,nama,kota\n") . " -o $dir/c.csv");
	is($code, 2, 'a heading and no row');
	like($out, qr/judul\.csv: .*tidak ada baris/, 'it says so');
}
done_testing();
