using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>The files of <c>--output</c> and <c>--har</c>.</summary>
public sealed class WrittenFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    private static ImmutableArray<StoryLeg> Legs =>
        [new(1, new("GET", new("https://api.example/"), DateTimeOffset.UnixEpoch) { Version = new(1, 1), Fields = [("Host", "api.example")], Answer = new(200, "OK", [], new(10)) })];

    [Fact]
    public void A_file_that_can_be_written_is_left_as_it_is()
    {
        File.WriteAllText(PathOf("full"), "full");
        File.WriteAllText(PathOf("empty"), "");

        Assert.All(["full", "empty", "new"], name => Assert.Null(WritableFile.FaultOf(PathOf(name))));
        Assert.Equal(["empty", "full"], _folder.GetFiles().Select(file => file.Name).Order());
        Assert.Equal("full", File.ReadAllText(PathOf("full")));
    }

    [Fact]
    public void What_cannot_be_written_is_said_before_anything_is_sent()
    {
        Assert.All(["", _folder.FullName, PathOf("no folder/x")], file => Assert.NotNull(WritableFile.FaultOf(file)));
        if (OperatingSystem.IsLinux()) // empty, of regular kind, and not even root may write it
            Assert.NotNull(WritableFile.FaultOf("/proc/sys/kernel/ostype"));
    }

    [Fact]
    public async Task A_pipe_is_not_opened_before_its_time()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs mkfifo");
        await Programs.RunAsync("mkfifo", [PathOf("pipe")]);

        Assert.Null(WritableFile.FaultOf(PathOf("pipe"))); // to open it would wait for a reader, who never comes
        var read = Task.Run(() => File.ReadAllText(PathOf("pipe")), TestContext.Current.CancellationToken);
        new HarFile(null).Write(PathOf("pipe"), Legs);

        Assert.Equal("1.2", JsonDocument.Parse(await read).RootElement.GetProperty("log").GetProperty("version").GetString());
    }

    [Fact]
    public void A_HAR_file_takes_the_place_of_the_former_at_once_and_is_for_its_owner()
    {
        File.WriteAllText(PathOf("x.har"), "the former");
        using var reader = File.OpenText(PathOf("x.har"));

        new HarFile(null).Write(PathOf("x.har"), Legs);

        Assert.Equal("the former", reader.ReadToEnd());
        Assert.StartsWith("{", File.ReadAllText(PathOf("x.har")), StringComparison.Ordinal);
        Assert.Equal(["x.har"], _folder.GetFiles().Select(file => file.Name));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("x.har")));
    }

    [Fact]
    public void A_HAR_file_that_is_a_link_goes_where_it_leads()
    {
        File.WriteAllText(PathOf("target"), "the former, which was longer than nothing");
        File.CreateSymbolicLink(PathOf("x.har"), PathOf("target"));

        new HarFile(null).Write(PathOf("x.har"), Legs);

        Assert.NotNull(new FileInfo(PathOf("x.har")).LinkTarget);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(File.ReadAllText(PathOf("target"))).RootElement.ValueKind);
    }

    [Fact]
    public void A_HAR_file_that_fails_leaves_the_former()
    {
        File.WriteAllText(PathOf("x.har"), "the former");
        ImmutableArray<StoryLeg> broken = [Legs[0] with { Message = null! }];

        Assert.ThrowsAny<Exception>(() => new HarFile(null).Write(PathOf("x.har"), broken));

        Assert.Equal("the former", File.ReadAllText(PathOf("x.har")));
        Assert.Equal(["x.har"], _folder.GetFiles().Select(file => file.Name));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
