using Countersign.WebConsole.Assets;
using Xunit;

namespace Countersign.WebConsole;

public sealed class ConsolePagesTests
{
    [Fact]
    public void Names_are_path_segments_and_nobody_shares_one()
    {
        Assert.Distinct(ConsolePages.All.Select(page => page.Name));
        Assert.All(ConsolePages.All, page => Assert.Matches("^[a-z-]*$", page.Name));
        Assert.DoesNotContain(ConsolePages.All, page => page.Name == ConsoleAssets.Folder);
        Assert.All(ConsolePages.All.Where(page => page != ConsolePages.Home), page => Assert.EndsWith(".", page.Story, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_asset_is_that_of_a_page_or_of_all_or_imported()
    {
        var texts = ConsoleAssets.All.ToDictionary(asset => asset.Name, asset => System.Text.Encoding.UTF8.GetString(asset.Content.Span), StringComparer.Ordinal);
        Assert.All(ConsoleAssets.All, asset =>
        {
            var stem = Path.GetFileNameWithoutExtension(asset.Name);
            Assert.True(stem == "console" || ConsolePages.All.Any(page => page.Name == stem) || texts.Values.Any(text => text.Contains($"'./{asset.Address}'", StringComparison.Ordinal)), $"nothing loads {asset.Name}");
        });
    }
}
