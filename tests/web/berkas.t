# Papers and letters of a draft in the browser: ordered, made, listed with size and digest, taken; one person's letter;
# the text with counts and no names; not for who may not.
use strict;
use warnings;
use utf8;
use Digest::SHA qw(sha256_hex);
use Encode qw(decode_utf8);
use JSON::PP;
use MIME::Base64;
use Test::More;
use Time::HiRes qw(sleep time);
use lib 'tests/tools';
use Baca;
use Perintah;
use Rantai;
use Web;

my $db = "--db $dir/kota.db";
is((lindung("sample $dir/kota --persons 4000 --proposals 150 --seed 12"))[0], 0, 'a city');
my $lists = join ' ', (map { "--usulan $dir/kota/$_" } qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx)),
	map { "--$_->[0] $dir/kota/$_->[1].csv" } [ 'dukcapil', 'dukcapil' ], [ 'desil', 'desil' ], [ 'peserta', 'peserta' ], [ 'tolak', 'tolak_asn' ];
is((lindung("init $db"))[0], 0, 'a database');
staff($db, $dir, [ 'bpkad', 'bpkad' ]);
my ($code, $out) = lindung("run --program $dir/kota/program.yaml $lists --keluaran $dir/satu $db " . as_user('operator', $dir));
my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
my $web = Web->start($lindung, "$dir/kota.db");
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
my ($o, $b) = map { $web->other } 1 .. 2;
is($o->sign_in('operator', '739214')->{status}, 303, 'the operator signs in');
is($b->sign_in('bpkad', '739214')->{status}, 303, 'a reader signs in');
is($b->get("/rancangan/$run/berkas")->{status}, 403, 'who may not make papers');
is($o->get('/rancangan/0000-0000-0001/berkas')->{status}, 404, 'a draft that is not there');
my $at = "/rancangan/$run/berkas";
my $page = decode_utf8($o->get($at)->{content});
like($page, qr/Belum ada\. Buat di bawah ini\./, 'nothing is made yet');
like($o->get("/rancangan/$run")->{content}, qr{href="\Q$at\E"}, "the draft's page leads there");

sub done {
	my ($r, $name) = @_;
	is($r->{status}, 303, "$name: ordered") or return diag decode_utf8($r->{content});
	my ($job) = $r->{headers}{location} =~ m{^/pekerjaan/([^?]+)};
	for (my $until = time + 120; time < $until; sleep 0.1) {
		my $said = decode_json($o->get("/api/v1/job/show?pekerjaan=$job")->{content});
		next unless $said->{usai};
		is($said->{keadaan}, 'selesai', "$name: done") or diag explain $said;
		return $job;
	}
	fail("$name: not in time");
}
# --- what the office says about itself
my $png = "$dir/lambang.png";
open my $f, '>:raw', $png or die;
print $f decode_base64('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==');
close $f;
like(decode_utf8($o->get('/pengaturan/surat')->{content}), qr/Belum diatur/, 'no letterhead yet');
is($b->multipart('/pengaturan/surat', [ instansi => 'X' ])->{status}, 403, 'not for a reader');
my $r = $o->multipart('/pengaturan/surat', [ pemerintah => 'PEMERINTAH KOTA PAREPARE' ], [ instansi => "Dinas Tenaga Kerja & Koperasi" ],
	[ kepala => 'Drs. ANDI BASO, M.Si.' ], [ nomor_nota_dinas => '500.15/{nomor}/UJI/{tahun}' ], [ kertas => 'A4' ], [ catatan => 'kop <baru>' ],
	[ 'lambang-daerah' => \$png ]);
is($r->{status}, 303, 'it is saved') or diag decode_utf8($r->{content});
$page = decode_utf8($o->get('/pengaturan/surat')->{content});
like($page, qr/value="Dinas Tenaga Kerja &amp; Koperasi"/, 'the form holds it');
like($page, qr/Lambang daerah: \d+ byte.*kop &lt;baru&gt;/s, 'with its picture and history');
is($o->multipart('/pengaturan/surat', [ nomor_nota_dinas => '{hari}' ])->{status}, 400, 'a pattern that nobody knows is refused');

my $job = done($o->send($at, $at, naskah => 'nota_dinas', naskah => 'sptjm'), 'papers');
my $made = decode_json($o->get("/api/v1/papers-made?rancangan=$run")->{content});
my %file = map { $_->{berkas} => $_ } @{ $made->{daftar} };
ok($file{$_}, $_) for qw(berita_acara.pdf rancangan_sk_lampiran.xlsx surat/nota_dinas.docx surat/sptjm.docx);
ok(!$file{'surat/rab.docx'}, 'only the letters that were ticked');
$page = decode_utf8($o->get($at)->{content});
like($page, qr{/pekerjaan/$job/berkas/keluaran%2Fsurat%2Fnota_dinas\.docx}, 'they are to be taken');
for my $name (qw(berita_acara.pdf surat/sptjm.docx)) {
	my $got = $o->get("/pekerjaan/$job/berkas/" . Web::escape($file{$name}{nama}));
	is($got->{status}, 200, "$name is taken");
	is(sha256_hex($got->{content}), $file{$name}{sha256}, 'and is what its digest says');
	is(length $got->{content}, $file{$name}{byte}, 'and its size');
	like($page, qr/$file{$name}{sha256}/, 'as the page shows it');
}
open my $docx, '>:raw', "$dir/nota.docx" or die;
print $docx $o->get("/pekerjaan/$job/berkas/" . Web::escape($file{'surat/nota_dinas.docx'}{nama}))->{content};
close $docx;
my $letter = docx_text("$dir/nota.docx");
like($letter, qr/Koperasi/i, "the letter has the office's name");
like($letter, qr{500\.15/.*/UJI/}, 'and its number pattern');
my ($wa) = $page =~ m{<textarea[^>]*>(.*?)</textarea>}s;
like($wa, qr/Terpilih: \d+/, 'a text with counts');
unlike($wa, qr/\d{16}/, 'without a NIK');
my @names = map { $_->{nama} } grep { $_->{putusan} eq 'terpilih' } csv_objects("$dir/satu/keputusan.csv");
is(scalar(grep { $wa =~ /\Q$_\E/ } @names), 0, 'and without a name of ' . @names);

# --- one person's letter
my ($refused) = grep { $_->{putusan} eq 'ditolak' && $_->{nik} } csv_objects("$dir/satu/keputusan.csv");
my $why = "/rancangan/$run/kenapa?orang=$refused->{nik}";
$page = decode_utf8($o->get($why)->{content});
my ($no) = $page =~ m{name="orang" value="(\d+)"><button};
ok($no, 'the answer offers its letter') or diag $page;
$job = done($o->send("/rancangan/$run/kenapa/surat", $why, orang => $no), 'letter');
my ($pdf) = $o->get("/pekerjaan/$job")->{content} =~ m{href="(/pekerjaan/$job/berkas/[^"]+)"};
like($o->get($pdf // '/')->{content}, qr/^%PDF/, 'a PDF');
is(($web->stop)[0], 0, 'it stops');
done_testing();
