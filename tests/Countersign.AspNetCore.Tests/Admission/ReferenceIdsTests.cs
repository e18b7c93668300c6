using Countersign.AspNetCore.Admission;
using Xunit;

namespace Countersign.AspNetCore.Tests.Admission;

public sealed class ReferenceIdsTests
{
    [Fact]
    public void Makes_ids_that_differ_and_can_be_read_aloud()
    {
        var ids = Enumerable.Range(0, 20_000).Select(_ => ReferenceIds.Next()).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(20_000, ids.Count);
        Assert.All(ids, id => Assert.Matches("^[0-9a-hjkmnp-tv-z]{16}$", id));

        // Every letter at every place: no bit of the 80 is lost.
        for (var place = 0; place < ReferenceIds.Length; place++)
            Assert.Equal(32, ids.Select(id => id[place]).Distinct().Count());
    }
}
