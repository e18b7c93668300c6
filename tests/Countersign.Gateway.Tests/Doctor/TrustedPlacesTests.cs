using System.Net;
using Countersign.Gateway.Doctor;
using Countersign.Gateway.Doctor.Address;
using Xunit;

namespace Countersign.Gateway.Tests.Doctor;

public sealed class TrustedPlacesTests
{
    [Theory]
    [InlineData("https://app.test/", "https://app.test/.countersign/login", true)]
    [InlineData("http://app.test/", "https://APP.test/.countersign/login", true)]
    [InlineData("https://app.test/", "https://named.test/.countersign/login", true)]
    [InlineData("https://app.test/", "https://other.test/.countersign/login", false)]
    [InlineData("https://app.test/", "https://login.app.test/.countersign/login", false)]
    [InlineData("https://app.test/", "http://app.test/.countersign/login", false)]
    [InlineData("http://app.test/", "http://app.test/.countersign/login", false)]
    [InlineData("http://app.test/", "http://localhost/.countersign/login", false)]
    [InlineData("http://app.test/", "http://here.test/.countersign/login", false)]
    [InlineData("http://localhost/", "http://localhost:81/.countersign/login", true)]
    [InlineData("http://localhost/", "http://127.0.0.1/.countersign/login", false)]
    [InlineData("http://localhost/", "http://named.test/.countersign/login", false)]
    [InlineData("http://localhost/", "http://here.test/.countersign/login", true)]
    [InlineData("https://localhost/", "http://localhost/.countersign/login", false)]
    [InlineData("http://away.localhost/", "http://away.localhost/.countersign/login", false)]
    public void Password_goes_to_the_host_that_was_asked_or_named_and_in_the_clear_within_this_machine_alone(string asked, string page, bool isTrusted)
    {
        var order = new AddressOrder(new(asked))
        {
            SignInHosts = ["named.test", "here.test"],
            Places = [new("here.test", IPAddress.Loopback), new("away.localhost", IPAddress.Parse("192.0.2.1"))],
        };

        Assert.Equal(isTrusted, new TrustedPlaces(order).Has(new(page)));
    }

    [Fact]
    public void No_encryption_can_be_waived_and_a_strange_host_can_not()
    {
        var places = new TrustedPlaces(new(new("https://app.test/")) { IsInsecure = true });

        Assert.True(places.Has(new("http://app.test/")));
        Assert.Contains("--sign-in-host other.test", places.WhyNot(new("https://other.test/")), StringComparison.Ordinal);
    }
}
