using System.Net;
using Countersign.AspNetCore.Intake;
using Xunit;

namespace Countersign.AspNetCore.Tests.Intake;

public sealed class ContentRoomTests
{
    [Fact]
    public void No_network_takes_more_of_the_room_than_its_share()
    {
        var room = new ContentRoom(100, share: 40);
        var (one, other) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));
        Assert.True(room.TryTake(40, one));
        Assert.False(room.TryTake(1, one));
        Assert.True(room.TryTake(40, other));
        Assert.False(room.TryTake(21, IPAddress.Parse("192.0.2.3")));

        room.GiveBack(40, one);

        Assert.True(room.TryTake(40, one));
        Assert.Equal(80, room.Taken);
    }
}
