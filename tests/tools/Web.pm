# A server on a free port, and who asks it: serve($file, @options) gives an object; get, post, raw, sign_in.
package Web;
use strict;
use warnings;
use Digest::SHA qw(hmac_sha1);
use HTTP::Tiny;
use IO::Socket::INET;
use POSIX qw(WNOHANG);
use Time::HiRes qw(sleep time);

my $slow = $ENV{LINDUNG_SANITIZED} ? 10 : 1;

sub start {
	my ($class, $lindung, $file, @options) = @_;
	my $self = bless { log => "$file.log", cookies => {} }, $class;
	unlink $self->{log};
	my $pid = fork // die;
	if (!$pid) {
		open STDOUT, '>', "$file.keluar" or die;
		open STDERR, '>', $self->{log} or die;
		exec $lindung, 'serve', '--db', $file, '--listen', '127.0.0.1:0', @options;
		exit 127;
	}
	$self->{pid} = $pid;
	$self->{out} = "$file.keluar";
	my $until = time + 10 * $slow;
	until (($self->{port}) = $self->said =~ m{"mulai","alamat":"http://127\.0\.0\.1:(\d+)/"}) {
		return $self if time > $until || waitpid($pid, WNOHANG);
		sleep 0.02;
	}
	$self->{base} = "http://127.0.0.1:$self->{port}";
	return $self;
}

sub said {
	my ($self) = @_;
	open my $f, '<', $self->{log} or return '';
	return join '', <$f>;
}

# Exit code and what was printed.
sub stop {
	my ($self, $signal) = @_;
	kill $signal // 'TERM', $self->{pid};
	waitpid $self->{pid}, 0;
	my $code = $? >> 8;
	open my $f, '<', $self->{out} or die;
	delete $self->{pid};
	return ($code, join '', <$f>);
}

sub DESTROY {
	my ($self) = @_;
	local $?;
	kill('KILL', $self->{pid}), waitpid($self->{pid}, 0) if $self->{pid};
}

# Somebody else at the same server: cookies of their own.
sub other {
	my ($self) = @_;
	my %copy = (%$self, cookies => {});
	delete $copy{pid};
	return bless \%copy, ref $self;
}

sub request {
	my ($self, $method, $path, %with) = @_;
	my %headers = %{ $with{headers} // {} };
	$headers{Cookie} = join '; ', map { "$_=$self->{cookies}{$_}" } sort keys %{ $self->{cookies} } if %{ $self->{cookies} };
	$self->{http} //= HTTP::Tiny->new(max_redirect => 0, timeout => 60 * $slow);
	my $r = $self->{http}->request($method, $self->{base} . $path, { headers => \%headers, defined $with{body} ? (content => $with{body}) : () });
	for (ref $r->{headers}{'set-cookie'} ? @{ $r->{headers}{'set-cookie'} } : $r->{headers}{'set-cookie'} // ()) {
		my ($name, $value, $rest) = /^([\w-]+)=([^;]*)(.*)/ or next;
		length $value ? $self->{cookies}{$name} = $value : delete $self->{cookies}{$name};
	}
	return $r;
}

sub get { my ($self, $path, %with) = @_; return $self->request('GET', $path, %with); }

sub escape { return join '', map { s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ger } @_; }

sub form { my ($pairs) = @_; my @p = @$pairs; my @out; push @out, escape($p[0]) . '=' . escape($p[1]) and splice @p, 0, 2 while @p; return join '&', @out; }

# The token of a form that the server shows to whoever asks.
sub token {
	my ($self, $path) = @_;
	my ($t) = $self->get($path // '/masuk')->{content} =~ /name="csrf" value="([^"]+)"/;
	return $t;
}

# A form with its token.
sub post {
	my ($self, $path, @pairs) = @_;
	return $self->request('POST', $path, headers => { 'Content-Type' => 'application/x-www-form-urlencoded' },
		body => form([ csrf => $self->token, @pairs ]));
}

# A form with files, [ name => value ] or [ name => \$path ].
sub multipart {
	my ($self, $path, @parts) = @_;
	my $mark = 'batas' . int rand 1e9;
	my $body = '';
	for ([ csrf => $self->token ], @parts) {
		my ($name, $value) = @$_;
		if (ref $value) {
			open my $f, '<:raw', $$value or die "$$value: $!";
			my ($base) = $$value =~ m{([^/]+)$};
			$body .= "--$mark\r\nContent-Disposition: form-data; name=\"$name\"; filename=\"$base\"\r\n"
			  . "Content-Type: application/octet-stream\r\n\r\n" . join('', <$f>) . "\r\n";
		} else {
			$body .= "--$mark\r\nContent-Disposition: form-data; name=\"$name\"\r\n\r\n$value\r\n";
		}
	}
	return $self->request('POST', $path, headers => { 'Content-Type' => "multipart/form-data; boundary=$mark", %{ $self->{also} // {} } },
		body => "$body--$mark--\r\n");
}

sub sign_in {
	my ($self, $name, $pin, @more) = @_;
	return $self->post('/masuk', nama => $name, pin => $pin, @more);
}

# What an authenticator app shows for a key in base32, `ahead` steps from now.
sub totp {
	my ($key, $ahead) = @_;
	my $bits = join '', map { sprintf '%05b', index 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', $_ } split //, $key;
	my $mac = hmac_sha1(pack('N2', 0, int(time / 30) + ($ahead // 0)), pack 'B*', $bits);
	my $at = 15 & ord substr $mac, -1;
	return sprintf '%06d', (unpack('N', substr $mac, $at, 4) & 0x7fffffff) % 1000000;
}

# The form of a signed-in page.
sub send {
	my ($self, $path, $form, @pairs) = @_;
	return $self->request('POST', $path, headers => { 'Content-Type' => 'application/x-www-form-urlencoded' },
		body => form([ csrf => $self->token($form), @pairs ]));
}

# Enrols TOTP for who has signed in; keeps the key. Roles that approve or manage reach nothing else before.
sub enrol {
	my ($self) = @_;
	$self->send('/akun/kode/mulai', '/akun/kode');
	my $page = $self->get('/akun/kode')->{content};
	($self->{key}) = $page =~ m{<code>([A-Z2-7]{32})</code>};
	return $self->send('/akun/kode', '/akun/kode', kode => totp($self->{key}));
}

# Bytes as they are; all that comes back until the server closes, or until `seconds`. then: sent when nothing
# came for a while; end: nothing more will be sent.
sub raw {
	my ($self, $bytes, %how) = @_;
	my $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $self->{port}, Timeout => 5) or return;
	$s->autoflush(1);
	print $s $bytes;
	shutdown $s, 1 if $how{end};
	my ($answer, $until) = ('', time + ($how{seconds} // 3) * $slow);
	my ($closed, $more, $quiet) = (0, $how{then}, time + 0.3 * $slow);
	while (time < $until) {
		vec(my $in = '', fileno $s, 1) = 1;
		if (!select $in, undef, undef, 0.05) {
			print $s $more and undef $more if defined $more && time > $quiet;
			next;
		}
		my $got = sysread $s, $answer, 65536, length $answer;
		$closed = 1, last unless $got;
		last if $how{until} && $answer =~ $how{until};
	}
	return wantarray ? ($answer, $closed) : $answer;
}

1;
