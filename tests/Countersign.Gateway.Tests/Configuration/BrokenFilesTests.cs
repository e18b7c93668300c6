using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class BrokenFilesTests
{
    private static readonly string Folder = Path.Combine(Fixtures.Root, "tests", "Fixtures", "broken");

    [Theory]
    [InlineData("a-list", "1:1: error wrong-type: the file has to be a mapping of keys, not a list")]
    [InlineData("access-list", "3:13: error wrong-type: 'access' has to be a text or a mapping, not a list; write access: public, access: deny, or access: { any-of: [scheme] }")]
    [InlineData("algorithm-twice", "6:17: error duplicate-value: 'algorithms' names one of its values twice; each would be offered twice")]
    [InlineData("anchors", "3:12: error yaml-anchor: YAML anchors (&name) are not taken; write the value out where it is needed", "6:12: error yaml-alias: YAML aliases (*name) are not taken; write the value out, or quote a text that begins with *")]
    [InlineData("bad-duration", "1:23: error bad-duration: 'retention' is not a duration: '30 days'; write a whole number and a unit: 500ms, 10s, 5m, 12h, 30d")]
    [InlineData("bad-host", "3:20: error bad-host: the host 'https://example.org' is an URL; only the host name is wanted")]
    [InlineData("bad-network", "1:19: error bad-network: '10.0.0.1/8' is not an address or a network; write 192.0.2.7 or 192.0.2.0/24, without host bits")]
    [InlineData("bad-pattern", "3:20: error bad-pattern: the pattern 'staging/**' does not start with /")]
    [InlineData("bad-upstream", "4:15: error bad-url: the upstream's address is not an http or https URL; write http://HOST:PORT or https://HOST:PORT")]
    [InlineData("basic-without-users", "2:10: error basic-users: the scheme 'staff' has neither 'htpasswd' nor 'users'; write htpasswd: FILE or users: store")]
    [InlineData("cors-any-with-credentials", "4:22: error cors-any-with-credentials: '*' with credentials would let every site act as the visitor; list the origins")]
    [InlineData("duplicate-key", "2:1: error duplicate-key: 'store' is given twice; the first is on line 1")]
    [InlineData("duplicate-route", "5:11: error duplicate-route: a second route 'all'; the first is on line 2; names are unique for journal and metrics")]
    [InlineData("empty-value", "4:11: error no-value: 'realm' has no value; give it one or remove the line")]
    [InlineData("empty", "1:1: error empty-file: the file is empty; a configuration needs at least one route")]
    [InlineData("http2-cleartext-over-tls", "6:66: error http2-cleartext-unused: an https upstream has 'http2-cleartext'; remove it: over TLS the upstream chooses HTTP/2 itself")]
    [InlineData("htdigest-is-a-folder", "5:15: error file-unreadable: '.' is a folder, not a file")]
    [InlineData("https-without-certificate", "1:9: error certificate-missing: an https listener needs 'certificate' and 'key'; listen: { url: https://..., certificate: FILE, key: FILE }")]
    [InlineData("listen-on-a-name", "1:9: error bad-url: the listener's address has a name; a listener needs an address, localhost or *; write http://ADDRESS:PORT or https://ADDRESS:PORT")]
    [InlineData("lower-case-method", "3:29: error bad-method: the method 'head' is not in upper case; methods are case-sensitive: GET, HEAD, POST")]
    [InlineData("missing-htpasswd", "4:15: error file-missing: the file './nobody.htpasswd' does not exist; it is looked for beside the configuration file")]
    [InlineData("missing-secret-file", "1:14: error file-missing: the file 'no-such-secret' does not exist; it is looked for beside the configuration file")]
    [InlineData("misspelt-access", "2:5: error missing-key: the route 'orders' has no policy: 'access' is missing; write access: public, access: deny, or access: { any-of: [scheme] }", "3:5: error unknown-key: unknown key 'acess'; did you mean 'access'?")]
    [InlineData("no-routes", "1:1: error missing-key: there are no routes: 'routes' is missing; add at least one route with name, match, access and upstream")]
    [InlineData("no-upstream", "2:5: error missing-key: the route 'orders' has no 'upstream'; only routes with access: deny need none")]
    [InlineData("not-a-number", "1:29: error wrong-type: 'password-workers' has to be a whole number from 1 on, not 'many'")]
    [InlineData("not-yaml", "3:1: error not-yaml: this is not YAML: while parsing a node, did not find expected node content")]
    [InlineData("only-a-comment", "1:1: error empty-file: the file is empty; a configuration needs at least one route")]
    [InlineData("other-habit", "1:1: error unknown-key: unknown key 'Trusted_Proxies'; did you mean 'trusted-proxies'?")]
    [InlineData("password-in-upstream", "4:15: error bad-url: the upstream's address has a user name or password; write http://HOST:PORT or https://HOST:PORT")]
    [InlineData("route-without-policy", "2:5: error missing-key: the route 'orders' has no policy: 'access' is missing; write access: public, access: deny, or access: { any-of: [scheme] }")]
    [InlineData("same-address", "1:1: error same-address: 'admin' has the address of a public listener; give it a port of its own")]
    [InlineData("tabs", "2:1: error tab-indentation: a tab in the indentation; indent with spaces", "3:1: error tab-indentation: a tab in the indentation; indent with spaces")]
    [InlineData("tags", "2:11: error yaml-tag: YAML tags (!name) are not taken; remove the tag")]
    [InlineData("unclosed-quote", "1:9: error not-yaml: this is not YAML: while scanning a multi-line double-quoted scalar, found wrong indentation")]
    [InlineData("unknown-access", "3:13: error unknown-access: 'access' cannot be 'Public'; write access: public, access: deny, or access: { any-of: [scheme] }")]
    [InlineData("unknown-algorithm", "5:18: error unknown-value: 'algorithms' cannot have 'SHA256'; did you mean 'SHA-256'?")]
    [InlineData("unknown-scheme-type", "2:18: error unknown-scheme-type: unknown type of scheme 'bsic'; did you mean 'basic'?")]
    [InlineData("unknown-scheme", "5:24: error unknown-scheme: there is no scheme 'staf'; did you mean 'staff'?")]
    [InlineData("unknown-store", "1:8: error unknown-store: 'store' is of a kind that this version does not have; write sqlite:FILE")]
    [InlineData("unknown-top-key", "1:1: error unknown-key: unknown key 'lisen'; did you mean 'listen'?")]
    [InlineData("unset-variable", "1:14: error variable-unset: the environment variable COUNTERSIGN_TEST_UNSET is not set")]
    public void Says_what_is_wrong_and_where(string name, params string[] expected)
    {
        var file = Path.Combine(Folder, name + ".yaml");

        var reading = ConfigurationReader.Read(file, _ => null);

        Assert.Null(reading.Configuration);
        Assert.Equal(expected, reading.Problems.Select(problem => problem.ToString()[(file.Length + 1)..]));
        Assert.All(reading.Problems, problem => Assert.DoesNotContain("hunter2", problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Has_an_expectation_for_every_broken_file()
    {
        var expected = typeof(BrokenFilesTests).GetMethod(nameof(Says_what_is_wrong_and_where))!.GetCustomAttributes(false).OfType<InlineDataAttribute>()
            .Select(row => row.Data[0] + ".yaml");

        Assert.Equal(Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal), expected.Order(StringComparer.Ordinal));
    }
}
