# Simulasi anggaran: the golden figures on the page and from the API, the address that holds a scenario, what is typed
# wrong, a stored programme as the beginning and the end.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8);
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Rantai;
use Web;

my $db = "--db $dir/kota.db";
is((lindung("sample $dir/kota --persons 2000 --proposals 60 --seed 3"))[0], 0, 'a city');
is((lindung("init $db"))[0], 0, 'a database');
staff($db, $dir);
is((lindung("programme save $dir/kota/program.yaml $db " . as_user('operator', $dir)))[0], 0, 'a programme is stored');
my $web = Web->start($lindung, "$dir/kota.db");
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
like($web->other->get('/simulasi')->{headers}{location} // '', qr{^/masuk}, 'not for who has not signed in');
my $o = $web->other;
is($o->sign_in('operator', '739214')->{status}, 303, 'the operator signs in');
sub page {
	my ($query) = @_;
	my $r = $o->get("/simulasi$query");
	is($r->{status}, 200, "/simulasi$query") or diag substr $r->{content}, 0, 2000;
	return decode_utf8($r->{content}) =~ s/\s+/ /gr;
}
sub api {
	my ($query) = @_;
	my $r = $o->get("/api/v1/simulate/compare$query");
	return $r->{status} == 200 ? decode_json($r->{content}) : $r;
}

# --- the cities' arithmetic, to the rupiah
for ([ 150000000, 12, '744', '9.600', 'Rp150.000.000' ], [ 100000000, 8, '744', '6.400', 'Rp100.000.000' ],
	[ 200000000, 12, '992', '12.800', 'Rp200.000.000' ], [ 200000000, 8, '1.488', '12.800', 'Rp200.000.000' ]) {
	my ($money, $months, $people, $left, $said) = @$_;
	my $query = "?a-mulai=2025-05&a-bulan=$months&a-dana1=apbd&a-pagu1=$money";
	like(page($query), qr/Dengan \Q$said\E kota melindungi \Q$people\E orang selama $months bulan; sisa Rp\Q$left\E\./, "$people for $months months");
	my $row = api($query)->{daftar}[0];
	is("$row->{orang} $row->{sisa}", ($people =~ tr/.//dr) . ' ' . ($left =~ tr/.//dr), 'the API says the same');
}
my $three = page('?a-mulai=2025-05&a-bulan=12&a-pagu1=150000000&b-pagu1=Rp200.000.000&c-bulan=8&c-pagu1=200.000.000');
like($three, qr/744 orang selama 12 bulan.*992 orang selama 12 bulan.*1\.488 orang selama 8 bulan/, 'three side by side; what is empty follows A');
is(scalar(() = $three =~ /<figure/g), 3, 'three pictures');
like($three, qr/name="b-pagu1"[^>]*value="200\.000\.000"/, 'what was typed stays in the form');
like($three, qr/Rp42\.000\.000.*Rp32\.000\.000/, 'what a gap costs a family');
like($three, qr/Jeda sebulan menghemat Rp12\.499\.200/, 'and what it saves');
unlike($three, qr/\{\w+\}/, 'no name left open');

like(page('?a-mulai=Mei+2025&a-bulan=12&a-pagu1=150.000.000&a-kuota=1.000'), qr/744 orang selama 12 bulan.*256 orang di luar kemampuan/, 'as people write months and numbers');

# --- the law by month and payer
my $csr = api('?a-mulai=2026-02&a-bulan=12&a-dana1=csr&a-pagu1=20000000');
is($csr->{rincian_dana}[0]{rincian_iuran}, '16800x2+8400x9+16800x1', 'a company pays half from April to December 2026');
is(join(',', map { $_->{bulan} } grep { $_->{berubah} } @{ $csr->{per_bulan} }), '2026-04,2027-01', 'and the months in which it changes are told');
is(api('?a-mulai=2026-02&a-bulan=12&a-dana1=apbd&a-pagu1=20000000')->{rincian_dana}[0]{rincian_iuran}, '16800x12', 'the city does not');
my %payer = map { $_->{dana} => $_ } @{ $csr->{pembayar} };
is($payer{'APBD kota/kabupaten'}{biaya_per_orang} - $payer{Baznas}{biaya_per_orang}, 75600, 'nine halves cheaper');
my $lack = api('?a-mulai=2025-05&a-bulan=12&a-pagu1=150000000&a-kuota=1000')->{daftar}[0];
is("$lack->{kurang_orang} $lack->{kurang} $lack->{bulan_terbayar}", '256 51600000 8', 'what is lacking for a thousand, and how long the money lasts for them');
is(api('?a-mulai=2025-05&a-bulan=12&a-pagu1=150000000&a-kuota=500')->{daftar}[0]{sisa}, 49200000, 'fewer than can be paid');
is($lack->{tambah_orang}, 49, 'ten million more');
is($lack->{satu_lagi}, 192000, 'one more');

# --- what is wrong
for ('?a-bulan=99&a-pagu1=1', '?a-pagu1=abc', '?a-bulan=12&a-mulai=2025-05', '?a-bulan=12&a-pagu1=10000000&a-mulai=besok', '?program=tidak-ada') {
	my $text = page($_);
	like($text, qr/class="warning/, "$_ is told");
	unlike($text, qr/kota melindungi/, 'and nothing is counted');
	is(api($_)->{status}, 400, 'the API refuses');
}
like(page('?program=%3Cscript%3E'), qr/&lt;script&gt;|tidak ada/, 'what is typed stays text');
like(page(''), qr/744 orang selama 12 bulan/, 'without anything the example of the guide');

# --- a stored programme
my ($id) = $o->get('/program')->{content} =~ m{/program/([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})};
my $from = page("?program=$id&b-pagu1=200000000&b-bulan=12");
like($from, qr/Perlindungan Pekerja Rentan/, 'the programme is named');
like($from, qr/melindungi 1\.116 orang selama 8 bulan.*992 orang selama 12 bulan/, 'its figures are scenario A');
my ($as) = $from =~ m{B\..*?href="(/program/$id/sunting\?[^"]*)"};
$as =~ s/&amp;/&/g;
my $edit = decode_utf8($o->get($as)->{content});
like($edit, qr/bulan: 12\b.*pagu: 200000000/s, 'the form holds the new figures');
like($edit, qr/# Program contoh/, 'and what its author wrote beside them');
my ($text) = $edit =~ m{<textarea[^>]*>(.*?)</textarea>}s;
$text =~ s/&quot;|&#34;/"/g;
$text =~ s/&#39;/'/g;
$text =~ s/^\n//;
my $r = $o->send('/program', $as, teks => Encode::encode_utf8($text), catatan => 'skenario B');
is($r->{status}, 303, 'it becomes a revision') or diag decode_utf8($r->{content});
my ($code, $out) = lindung("programme show $id $db --json");
like($out, qr/"revisi":2,/, 'the second');
like($out, qr/"mulai":"2025-05-01","sampai":"2026-04-30"/, 'with the new months');
$r = $o->send('/program', $as, teks => "program: {nama: [}\n");
is($r->{status}, 400, 'what cannot be read is refused') or diag $r->{status};
is(($web->stop)[0], 0, 'it stops');
is((lindung("verify $db"))[0], 0, 'and all is sound');
done_testing();
