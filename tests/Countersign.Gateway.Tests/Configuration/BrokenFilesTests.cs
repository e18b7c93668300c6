using Countersign.Gateway.Configuration;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

public sealed class BrokenFilesTests
{
    public static TheoryData<string> Names => [.. BrokenFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Says_what_is_wrong_and_where(string name)
    {
        var file = BrokenFiles.PathOf(name);

        var reading = ConfigurationReader.Read(file, _ => null);

        Assert.Null(reading.Configuration);
        Assert.Equal(BrokenFiles.Problems(name), reading.Problems.Select(problem => problem.ToString()));
        Assert.All(reading.Problems, problem => Assert.DoesNotContain("hunter2", problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Has_an_expectation_for_every_broken_file()
    {
        Assert.All(BrokenFiles.Names, name => Assert.NotEmpty(BrokenFiles.Problems(name)));
        Assert.True(BrokenFiles.Names.Length >= 40);
    }
}
