from cli.engine import stack_file
from cli.engine.target import Target


def test_the_engine_reads_what_the_person_wrote(sandbox: Target) -> None:
    assert stack_file.refresh(sandbox).read_text() == "config:\n  aws:region: eu-west-1\n"


def test_the_engines_salt_stays_and_the_settings_follow_the_person(sandbox: Target) -> None:
    copy = stack_file.workspace(sandbox) / "Pulumi.sandbox.yaml"
    copy.write_text("encryptionsalt: v1:abc\nconfig:\n  reef:old: true\n")
    assert stack_file.refresh(sandbox) == copy
    assert copy.read_text() == "encryptionsalt: v1:abc\nconfig:\n  aws:region: eu-west-1\n"


def test_a_salt_of_the_persons_own_passphrase_is_left_out(sandbox: Target) -> None:
    sandbox.own_config.write_text("encryptionsalt: v1:theirs\nconfig: {}\n")
    assert stack_file.refresh(sandbox).read_text() == "config: {}\n"


def test_a_persons_file_is_never_written(sandbox: Target) -> None:
    before = sandbox.own_config.read_text()
    (stack_file.workspace(sandbox) / "Pulumi.sandbox.yaml").write_text("encryptionsalt: v1:abc\n")
    stack_file.refresh(sandbox)
    assert sandbox.own_config.read_text() == before


def test_a_stack_may_be_made_beside_a_copy_of_the_project_file(sandbox: Target) -> None:
    folder = stack_file.workspace(sandbox)
    assert (folder / "Pulumi.yaml").read_text() == "name: reef\nruntime: python\n"


def test_a_real_stacks_copy_keeps_its_salt(dev: Target) -> None:
    dev.own_config.write_text("encryptionsalt: v1:abc\nconfig: {}\n")
    assert stack_file.refresh(dev).read_text() == "encryptionsalt: v1:abc\nconfig: {}\n"
