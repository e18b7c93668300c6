using Countersign.AspNetCore.Intake;
using Xunit;

namespace Countersign.AspNetCore.Tests.Intake;

public sealed class HostAndPortTests
{
    public static TheoryData<string> Hosts =>
    [
        "a", "a.example", "A.example:8080", "a.example.", "a.example.:80", "a_b.example", "-a.example", "_dmarc.a.example", "_a", "a__b", "a.b_", "a.b-c-.d",
        "xn--bcher-kva.example", "xn--a", "1.2.3.4", "1.2.3.4:80", "1.2.3.4.5", "a:0", "a:080", "a:65535",
        "[::1]", "[::1]:80", "[2001:DB8::1]", "[::ffff:1.2.3.4]:443", new string('a', 63) + ".example",
        string.Concat(Enumerable.Repeat("ab.", 84)) + "a", string.Concat(Enumerable.Repeat("ab.", 84)) + "a.",
    ];

    public static TheoryData<string> Others =>
    [
        "", ".", ".a.example", "a..example", "a.example..", "a.b._c", "1.-a", "a'b.example", "a~b", "a!b", "a$b.example", "a(b)", "a&b", "a+b", "a=b", "a*b", "a%41",
        "a/b", "a,b", "u@a", "a b", "a\\b", "b\u00fccher.example", "a:", ":80", "a:b:c", "a:65536", "a.example:99999", "a:+80", "a:-1", "a: 80", "a:0x50", "::1", "1::2",
        "[]", "[", "[::1", "::1]", "[[::1]]", "[::1]x", "[::1]:", "[::1]:65536", "[1.2.3.4]", "[a.example]", "[::1%25eth0]", "[v1.x]", "[:]",
        new string('a', 300), string.Concat(Enumerable.Repeat("ab.", 85)),
    ];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Takes_a_name_or_an_address_and_a_port(string text) => Assert.True(HostAndPort.IsOne(text));

    [Theory]
    [MemberData(nameof(Others))]
    public void Takes_nothing_else(string text) => Assert.False(HostAndPort.IsOne(text));

    [Fact]
    public void Takes_no_text_that_a_client_would_write_a_Host_of_its_own_beside()
    {
        const string Letters = "ab1-_.:[]";
        var random = new Random(9112);
        for (var round = 0; round < 200_000; round++)
        {
            var text = new string(random.GetItems<char>(Letters, random.Next(1, 9)));
            if (!HostAndPort.IsOne(text))
                continue;
            using var request = new HttpRequestMessage();
            request.Headers.TryAddWithoutValidation("Host", text);
            Assert.Equal(text, request.Headers.Host);
        }
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Takes_what_a_client_writes_as_it_is(string text)
    {
        using var request = new HttpRequestMessage();
        request.Headers.TryAddWithoutValidation("Host", text);
        Assert.Equal(text, request.Headers.Host);
    }

    [Theory]
    [InlineData("Gate.EXAMPLE:8080", "gate.example")]                            // CVE-2026-27588
    [InlineData("gate.example.", "gate.example")]
    [InlineData("gate.example..", "gate.example.")]                              // another one, or none
    [InlineData("[::1]:80", "[::1]")]
    [InlineData("a.B.example.com", "a.b.example.com")]
    [InlineData("", "")]
    public void Gives_one_name_to_a_host(string authority, string name) => Assert.Equal(name, HostAndPort.NameOf(authority));
}
