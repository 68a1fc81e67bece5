using Xunit;

namespace Kunskapsstyrning.Architecture;

public sealed class ReferenceTests
{
    private static readonly Project[] _house =
    [
        new("Host", Room.Host), new("Kernel", Room.Kernel), new("Structure", Room.Module), new("Structure.Contracts", Room.Contracts),
        new("Sdk", Room.Sdk), new("TestKit", Room.TestKit), new("Vasterbotten", Room.Adapter), new("Testing", Room.Test),
    ];

    [Fact]
    public void There_are_projects_of_every_kind_to_check() =>
        Assert.Empty(Enum.GetValues<Room>().Except([Room.Nowhere]).Except(Repository.Projects.Select(project => project.Room)));

    [Fact]
    public void Every_project_lies_in_a_known_room() =>
        Assert.DoesNotContain(Repository.ProjectFiles, file => Repository.RoomOf(file) == Room.Nowhere);

    [Fact]
    public void A_project_in_a_room_of_its_own_is_seen() =>
        Assert.Equal(Room.Nowhere, Repository.RoomOf("src/Common/Common.csproj"));

    [Fact]
    public void Every_project_is_called_after_its_folder() =>
        Assert.DoesNotContain(Repository.ProjectFiles, file => file.StartsWith("src/", StringComparison.Ordinal) && !IsCalledAfterItsFolder(file));

    [Fact]
    public void A_project_called_otherwise_is_seen() => Assert.False(IsCalledAfterItsFolder("src/Modules/Structure/Struktur.csproj"));

    [Fact]
    public void Projects_refer_only_to_what_they_may() =>
        Assert.Empty(Repository.Projects.SelectMany(project =>
            ReferenceRules.Forbidden(project, Repository.Projects).Select(reference => $"{project.Name} -> {reference}")));

    [Theory]
    [InlineData("Dialogues", Room.Module, "Structure")]
    [InlineData("Dialogues", Room.Module, "Host")]
    [InlineData("Dialogues", Room.Module, "Vasterbotten")]
    [InlineData("Dialogues.Contracts", Room.Contracts, "Structure.Contracts")]
    [InlineData("Dialogues.Contracts", Room.Contracts, "Sdk")]
    [InlineData("Norrbotten", Room.Adapter, "Kernel")]
    [InlineData("Norrbotten", Room.Adapter, "Vasterbotten")]
    [InlineData("OtherKit", Room.TestKit, "Kernel")]
    [InlineData("OtherSdk", Room.Sdk, "Kernel")]
    [InlineData("OtherHost", Room.Host, "Vasterbotten")]
    [InlineData("OtherKernel", Room.Kernel, "Structure.Contracts")]
    [InlineData("Structure.Tests", Room.Test, "Vasterbotten")]
    [InlineData("Structure.Tests", Room.Test, "Vanished")]
    public void A_planted_reference_is_seen(string name, Room room, string forbidden) =>
        Assert.Equal([forbidden], ReferenceRules.Forbidden(new Project(name, room, forbidden), _house));

    [Theory]
    [InlineData("Dialogues", Room.Module, "Kernel", "Sdk", "Structure.Contracts")]
    [InlineData("Dialogues.Contracts", Room.Contracts, "Kernel")]
    [InlineData("Norrbotten", Room.Adapter, "Sdk")]
    [InlineData("OtherHost", Room.Host, "Kernel", "Structure", "Structure.Contracts", "Sdk")]
    [InlineData("Adapters.Tests", Room.Test, "Sdk", "TestKit", "Vasterbotten")]
    public void What_is_allowed_is_let_through(string name, Room room, params string[] references) =>
        Assert.Empty(ReferenceRules.Forbidden(new Project(name, room, references), _house));

    private static bool IsCalledAfterItsFolder(string file)
    {
        var parts = file.Split('/');
        return parts[^1] == $"{parts[^2]}.csproj";
    }
}
