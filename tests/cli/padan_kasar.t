# Rough input of `padan link`: a clear message or the right answer, never a crash, never quadratic.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $padan = $ENV{PADAN} // 'build/padan';
my $dir = tempdir(CLEANUP => 1);
sub put { my ($name, $text) = @_; open my $fh, '>:raw', "$dir/$name" or die; print $fh $text; close $fh; return $name; }
sub run {
	unlink "$dir/o.csv";
	my $out = `cd $dir && timeout 900 @{[ $padan =~ m{^/} ? $padan : "$ENV{PWD}/$padan" ]} link @_ -o o.csv 2>&1`;
	return ($? & 127 ? 128 : $? >> 8, $out);
}
sub pairs { open my $fh, '<', "$dir/o.csv" or return -1; my @l = <$fh>; return @l - 1; }

my $head = "id,nama,tanggal_lahir,kota\n";
my @rows = map { sprintf "%d,ORANG %s %s,19%02d-%02d-%02d,KOTA%d\n", $_, chr(65 + $_ % 26) x 3 . $_ % 7, substr('XYZ', $_ % 3, 1) x 2 . chr(65 + $_ % 17),
	50 + $_ % 50, 1 + $_ % 12, 1 + $_ % 28, $_ % 9 } 0 .. 1999;
my $all = join '', @rows;
my $same = "SITI AMINAH,1980-02-03,MAKASSAR\n";
put('ok.csv', $head . $all);
put('long.csv', $head . '1,' . 'A' x 10_000_000 . qq(,1990-01-01,X\n2,") . 'B c,' x 2_500_000 . qq(",1990-01-02,Y\n) . join '', @rows[3 .. 1999]);
put('long_id.csv', $head . '9' x 10_000_000 . ",ANDI BUDI,1990-01-01,X\n" . join '', @rows[1 .. 1999]);
put('nul.csv', $head . join('', @rows[0 .. 999]) . "5001,AN\0DI,1990-01-01,X\n" . join '', @rows[1000 .. 1999]);
put('head.csv', $head), put('zero.csv', ''), put('one.csv', $head . $rows[5]);
put('blank.csv', $head . join '', map { "$_,,,\n" } 1 .. 1000);
put('column.csv', "id,nama,tanggal_lahir,kota,x\n" . join '', map { s/,[^,]*\n/,,\n/r } @rows);
put('double.csv', $head . join '', map { s/^\d+/7/r } @rows);
put('torn.csv', $head . qq(1,"ANDI,1990-01-01,X\n) . $all);
put('torn_late.csv', $head . $all x 20 . qq(1,"ANDI,1990-01-01,X\n) . $all x 10);
put('other.csv', "kunci,panjang\n" . join '', map { "$_," . $_ * 7 % 97 . "\n" } 1 .. 300);
put('unnamed.csv', "nama,tanggal_lahir\n" . join '', map { (split /,/)[1] . ',' . (split /,/)[2] . "\n" } @rows);
put('million.csv', $head . join '', map { "$_,$same" } 1 .. 1_000_000);
put('mixed.csv', $head . $all . join '', map { $_ + 9000 . ",$same" } 1 .. 1_000_000);
put('mixed_less.csv', $head . $all . join '', map { $_ + 9000 . ",$same" } 1 .. 100_000);

# Both ways round: exit code, and pairs or what is said.
for ([ qw(ok.csv ok.csv), 0, 2000 ], [ qw(ok.csv long.csv), 0, 1997 ], [ qw(ok.csv long_id.csv), 0, 1999 ], [ qw(ok.csv nul.csv), 0, 2000 ],
	[ qw(ok.csv head.csv), 0, 0 ], [ qw(ok.csv one.csv), 0, 1 ], [ qw(one.csv one.csv), 0, 1 ], [ qw(ok.csv column.csv), 0, 2000 ],
	[ qw(ok.csv double.csv), 0, 2000 ], [ qw(ok.csv unnamed.csv), 0, 2000 ], [ qw(ok.csv zero.csv), 3, qr/zero\.csv: berkas kosong/ ],
	[ qw(head.csv head.csv), 2, qr/tidak ada baris data/ ], [ qw(blank.csv blank.csv), 2, qr/semua kolom kosong/ ],
	[ qw(ok.csv torn.csv), 3, qr/torn\.csv: tanda kutip pada baris 2/ ], [ qw(ok.csv torn_late.csv), 3, qr/tanda kutip pada baris 40002/ ],
	[ qw(ok.csv other.csv), 2, qr/tidak punya kolom yang sama/ ], [ qw(one.csv million.csv), 0, 0 ], [ qw(ok.csv million.csv), 0, 0 ],
	[ qw(million.csv million.csv), 2, qr/semua baris sama/ ], [ qw(mixed_less.csv mixed.csv), 0, 2000 ], [ qw(ok.csv none.csv), 3, qr/none\.csv/ ],
	[ 'ok.csv', '.', 3, qr/padan: \.: / ]) {
	my ($a, $b, $code, $want) = @$_;
	for my $files ($a eq $b ? "$a $b" : ("$a $b", "$b $a")) {
		my ($got, $out) = run($files);
		is($got, $code, "$files: code $code") or diag $out;
		ref $want ? like($out, $want, 'and why') : is(pairs(), $want, "$want pairs");
	}
}
my ($code, $out) = run('double.csv ok.csv --left-id id');
like($out, qr/1999 baris memakai pengenal yang sudah dipakai/, 'an id that stands twice is told, where it was asked for');
is(system("mkfifo $dir/pipe && (cat $dir/one.csv > $dir/pipe &)"), 0, 'a pipe');
($code, $out) = run('ok.csv pipe');
is($code, 0, 'is read') or diag $out;
is(pairs(), 1, 'and linked');
done_testing();
