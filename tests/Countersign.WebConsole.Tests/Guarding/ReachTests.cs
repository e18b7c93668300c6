using System.Net;
using Xunit;

namespace Countersign.WebConsole.Guarding;

public sealed class ReachTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001:0:1::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Nothing_within_is_reached_unless_it_is_allowed(string address) => Assert.False(Reach.Internet.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("2606:2800:220:1::1")]
    [InlineData("64:ff9b::5db8:d70e")]
    [InlineData("::ffff:93.184.215.14")]
    public void The_internet_is_reached(string address) => Assert.True(Reach.Internet.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("loopback", "127.0.0.1", true)]
    [InlineData("loopback", "::1", true)]
    [InlineData("loopback", "10.0.0.1", false)]
    [InlineData("private", "10.0.0.1", true)]
    [InlineData("private", "fc00::1", true)]
    [InlineData("private", "127.0.0.1", false)]
    [InlineData("private", "169.254.169.254", false)]
    [InlineData("10.1.0.0/16", "10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "10.2.0.1", false)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("fd12::/16", "fd12::1", true)]
    [InlineData("169.254.169.254", "169.254.169.254", true)]
    public void What_is_allowed_is_reached_and_nothing_besides(string word, string address, bool isReached) =>
        Assert.Equal(isReached, Reach.Read([word])!.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("93.184.215.14")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    public void Nowhere_is_nowhere(string address) => Assert.False(Reach.Nowhere.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("everything")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("10.1.0.0/33")]
    [InlineData("example.org")]
    public void Other_words_are_no_reach(string word) => Assert.Null(Reach.Read([word]));

    [Fact]
    public void It_says_what_it_is() => Assert.Equal("the internet, this machine and 10.1.0.0/16", Reach.Read(["loopback", "10.1.0.0/16"])!.ToString());
}
