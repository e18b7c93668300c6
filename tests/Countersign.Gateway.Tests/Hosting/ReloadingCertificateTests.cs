using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tests.Configuration;
using Countersign.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

public sealed class ReloadingCertificateTests : IDisposable
{
    private readonly Fixtures _files = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _authority.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Follows_a_folder_of_links_whose_target_is_replaced()
    {
        // As Kubernetes publishes secrets: tls.crt -> data/tls.crt, data -> v1.
        Publish("v1", "first");
        Publish("v2", "second");
        Link("data", "v1");
        Link("tls.crt", "data/tls.crt");
        Link("tls.key", "data/tls.key");
        using var certificate = new ReloadingCertificate(PathOf("tls.crt"), PathOf("tls.key"), NullLogger.Instance, TimeProvider.System);
        Assert.Equal("CN=first", certificate.Current.TargetCertificate.Subject);

        Directory.Delete(PathOf("data"));
        Link("data", "v2");

        Assert.True(await Eventually.IsSoAsync(() => certificate.Current.TargetCertificate.Subject == "CN=second"));
    }

    private void Publish(string version, string name)
    {
        var (certificate, key) = _authority.Issue(name);
        Directory.CreateDirectory(PathOf(version));
        _files.Write(certificate, version + "/tls.crt");
        _files.Write(key, version + "/tls.key");
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(PathOf(name), target);

    private string PathOf(string name) => Path.Combine(_files.Folder, name);
}
