using Countersign.Inspector.Lint;
using Countersign.Inspector.Lint.Apache;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

public sealed class EndlessFilesTests
{
    [Fact]
    public void A_device_without_an_end_is_read_as_nothing() => Assert.Equal("", new DiskFiles().Read("/dev/zero"));

    [Fact]
    public void What_is_defined_by_its_double_again_and_again_is_bounded()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "httpd.conf"), "Define A0 xxxxxxxxxx\n" + string.Concat(Enumerable.Range(1, 40).Select(number => $"Define A{number} ${{A{number - 1}}}${{A{number - 1}}}\n")) + "ServerName ${A40}\n");

            Assert.Contains(new ApacheLinter().Lint("/httpd.conf", new DiskFiles(folder)).Problems, each => each.Problem.Message.Contains("too long", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
