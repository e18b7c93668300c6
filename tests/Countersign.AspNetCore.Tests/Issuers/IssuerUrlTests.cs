using Countersign.AspNetCore.Issuers;
using Countersign.TestKit;
using Xunit;

namespace Countersign.AspNetCore.Tests.Issuers;

public sealed class IssuerUrlTests
{
    public static TheoryData<string, string, string> Urls => [.. Vectors.Load("oauth.json").GetProperty("authorization_server_metadata_urls").EnumerateArray()
        .Select(each => (each.GetProperty("issuer").GetString()!, each.GetProperty("oidc_discovery_url").GetString()!, each.GetProperty("rfc8414_url").GetString()!))];

    [Theory]
    [MemberData(nameof(Urls))]
    public void Metadata_are_looked_for_in_both_places_that_follow_from_the_identifier(string issuer, string appended, string inserted) =>
        Assert.Equal([new Uri(appended), new Uri(inserted)], IssuerUrl.MetadataOf(new(issuer)));
}
