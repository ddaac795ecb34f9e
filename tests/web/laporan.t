# Laporan: the catalogue, each report on the page, from the API and as XLSX, CSV and PDF; the sums are those of the
# papers; nothing of a person; the audit's report for who may read it; parameters in the address.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8);
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Baca;
use Perintah;
use Rantai;
use Web;

my $db = "--db $dir/kota.db";
is((lindung("sample $dir/kota --persons 4000 --proposals 200 --seed 12"))[0], 0, 'a city');
my $lists = join ' ', (map { "--usulan $dir/kota/$_" } qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx)),
	map { "--$_->[0] $dir/kota/$_->[1].csv" } [ 'dukcapil', 'dukcapil' ], [ 'desil', 'desil' ], [ 'peserta', 'peserta' ], [ 'tolak', 'tolak_asn' ];
is((lindung("init $db"))[0], 0, 'a database');
staff($db, $dir, [ 'auditor', 'inspektorat' ], [ 'camat', 'bpkad' ]);
my ($code, $out) = lindung("run --program $dir/kota/program.yaml $lists --keluaran $dir/satu $db " . as_user('operator', $dir));
my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
open my $scan, '>', "$dir/sk.pdf" or die;
print $scan "%PDF-1.4 pindaian\n";
close $scan;
is((chain_to($run, 'ditetapkan', $db, $dir, issue => "--nomor 7/2025 --tanggal 2025-05-02 --berkas $dir/sk.pdf"))[0], 0, 'a decree');
my @rows = csv_objects("$dir/satu/keputusan.csv");

my $web = Web->start($lindung, "$dir/kota.db");
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
like($web->other->get('/laporan')->{headers}{location} // '', qr{^/masuk}, 'not for who has not signed in');
my ($a, $c) = map { $web->other } 1 .. 2;
is($a->sign_in('auditor', '739214')->{status}, 303, 'the auditor signs in');
is($c->sign_in('camat', '739214')->{status}, 303, 'a reader signs in');
my %names = map { $_ => 1 } grep { length > 6 } map { ($_->{nama}, $_->{nama_usulan}) } @rows;
sub clean {
	my ($text, $name) = @_;
	unlike($text, qr/\b\d{16}\b/, "$name: no NIK");
	is(scalar(grep { index($text, $_) >= 0 } keys %names), 0, "$name: nobody's name");
}
my $page = decode_utf8($a->get('/laporan')->{content});
my @reports = $page =~ m{href="/laporan/([a-z-]+)"}g;
is(scalar @reports, 8, 'eight reports') or diag $page;
my $less = decode_utf8($c->get('/laporan')->{content});
unlike($less, qr{/laporan/pembukaan-data}, 'who may not read the trail is not led there');
is($c->get('/laporan/pembukaan-data')->{status}, 404, 'and does not come there');
is($a->get('/laporan/tidak-ada')->{status}, 404, 'no such report');
is($a->get('/laporan/rekap/doc')->{status}, 404, 'no such file');
for my $r (@reports) {
	my $p = $a->get("/laporan/$r");
	is($p->{status}, 200, "$r: the page") or diag substr $p->{content}, 0, 2000;
	my $text = decode_utf8($p->{content});
	like($text, qr/>Dasar<.*>Sumber<.*>Keadaan per</s, "$r: base, source, date");
	clean($text, $r);
	my %magic = (xlsx => qr/^PK/, csv => qr/^[a-z]/, pdf => qr/^%PDF/);
	for my $form (sort keys %magic) {
		my $f = $a->get("/laporan/$r/$form");
		is($f->{status}, 200, "$r as $form");
		like($f->{content}, $magic{$form}, "$r: is one");
		like($f->{headers}{'content-disposition'} // '', qr/laporan-$r\.$form/, "$r: has its name");
	}
	clean(decode_utf8($a->get("/laporan/$r/csv")->{content}), "$r as csv");
}

# --- the sums are those of keputusan.csv
sub api { my ($what) = @_; my $r = $a->get("/api/v1/report/$what"); is($r->{status}, 200, $what) or diag $r->{content}; return decode_json($r->{content}); }
my $recap = api("recap?rancangan=$run");
for my $word (qw(terpilih cadangan tinjau ditolak ganda)) {
	my $sum = 0;
	$sum += $_->{$word} for @{ $recap->{daftar} };
	is($sum, scalar(grep { $_->{putusan} eq $word } @rows), "$word");
}
is($recap->{usulan}, scalar @rows, 'every row is somewhere');
for my $level (qw(kecamatan kelurahan)) {
	my @places = map { "$_->{kode} $_->{wilayah}" } @{ api("recap?rancangan=$run&tingkat=$level")->{daftar} };
	is($places[-1], 'luar Luar kota', "$level: who lives elsewhere is one row, the last");
	is(scalar(grep { !/^(?:73\.72| )/ } @places), 1, "$level: and no other") or diag join "\n", @places;
}
my $money = 0;
$money += $_->{total} for grep { $_->{putusan} eq 'terpilih' } @rows;
is($recap->{jumlah}, $money, 'the rupiah');
my %reason;
$reason{$_->{alasan}} += $_->{baris} for @{ api('refusals')->{daftar} };
my %want;
for my $row (grep { $_->{putusan} eq 'ditolak' } @rows) { $want{$_}++ for split /;/, $row->{alasan} }
is_deeply(\%reason, \%want, 'refusals by reason');
my @sure = grep { $_->{putusan} eq 'terpilih' && !$_->{syarat} } @rows;
my $sure = 0;
$sure += $_->{total} for @sure;
my $paid = api('contributions');
my ($sum, %months) = (0);
for (@{ $paid->{daftar} }) { $sum += $_->{jumlah}; $months{ $_->{bulan} }++ }
is("$paid->{orang} $paid->{jumlah} $sum", scalar(@sure) . " $sure $sure", 'contributions by month add up to the decree');
is(join(',', sort keys %months), join(',', map { sprintf '2025-%02d', $_ } 5 .. 12), 'in its months');
my $decrees = api('decrees');
is("$decrees->{orang} $decrees->{terpakai}", scalar(@sure) . " $sure", 'so does the list of decrees');
is($decrees->{daftar}[0]{sisa}, $decrees->{daftar}[0]{pagu} - $decrees->{daftar}[0]{terpakai}, 'what is left');

# --- parameters
my $csv = decode_utf8($a->get("/laporan/rekap/csv?rancangan=$run")->{content});
is(scalar(split /\r\n/, $csv), 1 + @{ $recap->{daftar} }, 'the file has the rows of the page');
like(decode_utf8($a->get('/laporan/rekap?rancangan=salah')->{content}), qr/bukan nama rancangan/, 'what is asked wrongly is told');
is($a->get('/laporan/rekap/csv?rancangan=salah')->{status}, 400, 'and makes no file');
like(decode_utf8($a->get('/laporan/sanggahan?dari=1+Mei+2025&sampai=2+Mei+2025')->{content}), qr/1 Mei 2025 sampai 2 Mei 2025/, 'days as people write them');
like(decode_utf8($a->get('/laporan/sanggahan?dari=2025-05-03&sampai=2025-05-02')->{content}), qr/sesudah hari terakhir/, 'in their order');
$a->get('/bahasa?pilih=en&ke=/laporan');
like(decode_utf8($a->get('/laporan')->{content}), qr/by district or ward of one draft/, 'in English: what a report is');
like(decode_utf8($a->get('/laporan/rekap')->{content}), qr/by district or ward of one draft.*eligible = chosen \+ reserve/s, 'and what it is made from');
is(($web->stop)[0], 0, 'it stops');
done_testing();
